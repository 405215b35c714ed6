// string_distance.h - two strings or two lists as sequences of numbers: what distances and alignments work on.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "evaluator/evaluator.h"
#include "expr/expr.h"

namespace lykos::builtins {

/// A string or list as numbers: equal elements have equal numbers, so that the algorithms compare integers.
struct Sequences {
  std::vector<std::uint32_t> a, b;
  Expr source_a, source_b;
  bool strings = false;
};
/// The two arguments of a call; honours IgnoreCase. nullopt after a message.
std::optional<Sequences> read_sequences(Call& call);
/// Elements first..last-1 of a source: a substring or a sublist.
Expr sequence_piece(const Expr& source, std::size_t first, std::size_t last);
/// Whether a table of all pairs of positions can be kept; says toolong if not.
bool sequence_table_fits(const Call& call, const Sequences& s);
/// Levenshtein distance.
std::int64_t edit_distance(std::span<const std::uint32_t> a, std::span<const std::uint32_t> b);

/// SpellingCorrection -> True: at most a fifth of the characters of `wanted` (at least one, if it has three or more) differ.
bool nearly_equal(std::string_view text, std::string_view wanted, bool ignore_case);

inline constexpr MessageTexts kSequenceMessages = {{"strlist", "Two strings or two lists are expected instead of `1` and `2`."},
                                                   {"eqlen", "`1` and `2` should have equal length."},
                                                   {"toolong", "The sequences are too long to be compared in memory."}};

}  // namespace lykos::builtins
