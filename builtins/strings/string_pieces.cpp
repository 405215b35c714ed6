// string_pieces.cpp - joining strings, and pieces of them by position: StringTake, StringDrop, StringPart, StringPartition ...
#include <algorithm>

#include "builtins/strings/string_calls.h"
#include "builtins/strings/text.h"
#include "builtins/support.h"
#include "formatting/formatting.h"

namespace lykos::builtins {
namespace {

// ---- StringJoin

// Appends all strings of nested lists; the first element that is no string stops it.
const Expr* join_into(const Expr& item, std::string& text) {
  if (item.is_string()) {
    text += item.string_value();
    return nullptr;
  }
  if (!item.is_list()) return &item;
  const RecursionGuard guard;
  for (const Expr& part : item.args()) {
    if (const Expr* bad = join_into(part, text)) return bad;
  }
  return nullptr;
}

MaybeExpr builtin_StringJoin(Call& call) {
  const auto all = call.args();
  if (all.size() == 1 && all[0].is_string()) return all[0];
  std::string text;
  std::size_t expected = 0;
  for (const Expr& part : all) expected += part.is_string() ? part.string_value().size() : 0;
  text.reserve(expected);
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (join_into(all[i], text) != nullptr) {
      return call.message("string", {Expr::integer(static_cast<std::int64_t>(i + 1)), call.expr()});
    }
  }
  return Expr::string(std::move(text));
}

MaybeExpr builtin_StringLength(Call& call) {
  if (!call.arg(0).is_string()) return call.message("string", {Expr::integer(1), call.expr()});
  return Expr::integer(static_cast<std::int64_t>(character_count(call.arg(0))));
}

// ---- StringTake, StringDrop, StringPart

Expr pick(const CharacterIndex& index, const SequenceSpec& spec) {
  if (spec.step == 1) {
    if (spec.last < spec.first) return Expr::string("");
    return string_expr(index.slice(static_cast<std::size_t>(spec.first - 1), static_cast<std::size_t>(spec.last)));
  }
  std::string text;
  for (std::int64_t i = spec.first; spec.step > 0 ? i <= spec.last : i >= spec.last; i += spec.step) {
    text += index.slice(static_cast<std::size_t>(i - 1), static_cast<std::size_t>(i));
  }
  return Expr::string(std::move(text));
}

// A list of specifications is a list that holds lists or spans: {2, 4} is a range, {{2}, {4}} and {;; 2, 4 ;;} are two pieces.
bool is_list_of_specs(const Expr& spec) {
  if (!spec.is_list() || spec.size() == 0) return false;
  return std::all_of(spec.args().begin(), spec.args().end(), [](const Expr& part) { return part.is_list() || part.has_head(sym::Span); });
}

std::nullopt_t out_of_range(const Call& call, const SequenceSpec& spec, const Expr& text, const char* tag) {
  return call.message(tag, {Expr::integer(spec.from), Expr::integer(spec.to), text});
}

MaybeExpr take_from(const Call& call, const Expr& text, const CharacterIndex& index, const Expr& spec) {
  const auto sequence = read_sequence_spec(spec, static_cast<std::int64_t>(index.size()));
  if (!sequence) return call.message("mseqs", {Expr::integer(2), call.expr()});
  if (!sequence->in_range) return out_of_range(call, *sequence, text, "take");
  return pick(index, *sequence);
}

MaybeExpr builtin_StringTake(Call& call) {
  const Expr& spec = call.arg(1);
  return for_each_string(call, call.arg(0), [&](const Expr& text) -> MaybeExpr {
    const CharacterIndex index(text);
    if (!is_list_of_specs(spec)) return take_from(call, text, index, spec);
    Builder pieces(sym::List, spec.size());
    for (const Expr& one : spec.args()) {
      MaybeExpr piece = take_from(call, text, index, one);
      if (!piece) return std::nullopt;
      pieces.push(std::move(*piece));
    }
    return pieces.finish();
  });
}

MaybeExpr builtin_StringDrop(Call& call) {
  return for_each_string(call, call.arg(0), [&](const Expr& text) -> MaybeExpr {
    const CharacterIndex index(text);
    const auto length = static_cast<std::int64_t>(index.size());
    const auto spec = read_sequence_spec(call.arg(1), length);
    if (!spec) return call.message("mseqs", {Expr::integer(2), call.expr()});
    if (!spec->in_range) return out_of_range(call, *spec, text, "drop");
    if (spec->step == 1) {
      if (spec->last < spec->first) return text;
      std::string rest(index.slice(0, static_cast<std::size_t>(spec->first - 1)));
      rest += index.slice(static_cast<std::size_t>(spec->last), index.size());
      return Expr::string(std::move(rest));
    }
    std::vector<bool> dropped(index.size(), false);
    for (std::int64_t i = spec->first; spec->step > 0 ? i <= spec->last : i >= spec->last; i += spec->step) {
      dropped[static_cast<std::size_t>(i - 1)] = true;
    }
    std::string rest;
    for (std::size_t i = 0; i < index.size(); ++i) {
      if (!dropped[i]) rest += index.slice(i, i + 1);
    }
    return Expr::string(std::move(rest));
  });
}

MaybeExpr part_of(const Call& call, const Expr& text, const CharacterIndex& index, const Expr& spec) {
  const auto length = static_cast<std::int64_t>(index.size());
  if (const auto n = machine_integer(spec)) {
    const std::int64_t position = *n < 0 ? length + 1 + *n : *n;
    if (position < 1 || position > length) return call.message("strpart", {spec, text});
    return string_expr(index.slice(static_cast<std::size_t>(position - 1), static_cast<std::size_t>(position)));
  }
  std::vector<Expr> positions;
  if (spec.is_list()) {
    positions.assign(spec.args().begin(), spec.args().end());
  } else if (spec.has_head(sym::Span) || spec.is(sym::All)) {
    const Expr chosen = apply(Expr(sym::Part), {apply(Expr(sym::Range), {Expr::integer(length)}), spec});
    if (!chosen.is_list()) return std::nullopt;
    positions.assign(chosen.args().begin(), chosen.args().end());
  } else {
    return call.message("mseqs", {Expr::integer(2), call.expr()});
  }
  Builder results(sym::List, positions.size());
  for (const Expr& position : positions) {
    MaybeExpr one = part_of(call, text, index, position);
    if (!one) return std::nullopt;
    results.push(std::move(*one));
  }
  return results.finish();
}

MaybeExpr builtin_StringPart(Call& call) {
  return for_each_string(call, call.arg(0), [&](const Expr& text) -> MaybeExpr {
    return part_of(call, text, CharacterIndex(text), call.arg(1));
  });
}

// ---- whole-string rearrangements

MaybeExpr builtin_StringReverse(Call& call) {
  return for_each_string(call, call.arg(0), [](const Expr& text) -> MaybeExpr {
    if (character_count(text) == text.string_value().size()) {
      return Expr::string(std::string(text.string_value().rbegin(), text.string_value().rend()));
    }
    std::u32string characters = decode(text.string_value());
    std::reverse(characters.begin(), characters.end());
    return Expr::string(encode(characters));
  });
}

constexpr std::int64_t kLargestString = std::int64_t{1} << 32;

// StringRepeat[s, n], StringRepeat[s, n, max]
MaybeExpr builtin_StringRepeat(Call& call) {
  const auto n = count_argument(call.arg(1), call.size() == 3);
  if (!n) return call.message("intnm", {call.expr(), Expr::integer(2)});
  std::int64_t most = INT64_MAX;
  if (call.size() == 3) {
    const auto max = count_argument(call.arg(2));
    if (!max) return call.message("intnm", {call.expr(), Expr::integer(3)});
    most = *max;
  }
  return for_each_string(call, call.arg(0), [&](const Expr& subject) -> MaybeExpr {
    const std::string& text = subject.string_value();
    if (text.empty()) return subject;
    const auto length = static_cast<std::int64_t>(character_count(subject));
    std::int64_t copies = *n;
    if (most != INT64_MAX) copies = std::min(copies, most / length + 1);
    if (copies > kLargestString / static_cast<std::int64_t>(text.size())) return call.message("toolarge", {call.arg(1)});
    std::string result;
    result.reserve(text.size() * static_cast<std::size_t>(copies));
    for (std::int64_t i = 0; i < copies; ++i) result += text;
    if (most != INT64_MAX && copies * length > most) {
      const CharacterIndex index{std::string_view(result)};
      result.resize(index.byte_of(static_cast<std::size_t>(most)));
    }
    return Expr::string(std::move(result));
  });
}

MaybeExpr rotate(Call& call, bool left) {
  std::int64_t n = 1;
  if (call.size() == 2) {
    const auto given = machine_integer(call.arg(1));
    if (!given) return call.message("int", {call.expr(), Expr::integer(2)});
    n = *given;
  }
  return for_each_string(call, call.arg(0), [&](const Expr& text) -> MaybeExpr {
    const CharacterIndex index(text);
    const auto length = static_cast<std::int64_t>(index.size());
    if (length == 0) return text;
    std::int64_t shift = n % length;
    if (!left) shift = -shift;
    if (shift < 0) shift += length;
    std::string result(index.slice(static_cast<std::size_t>(shift), index.size()));
    result += index.slice(0, static_cast<std::size_t>(shift));
    return Expr::string(std::move(result));
  });
}
MaybeExpr builtin_StringRotateLeft(Call& call) { return rotate(call, true); }
MaybeExpr builtin_StringRotateRight(Call& call) { return rotate(call, false); }

// StringPartition[s, n], [s, n, d], [s, UpTo[n]]
MaybeExpr builtin_StringPartition(Call& call) {
  const bool up_to = call.arg(1).has_head(sym::UpTo, 1);
  const auto n = count_argument(up_to ? call.arg(1)[0] : call.arg(1));
  if (!n || *n == 0) return call.message("intpm", {call.expr(), Expr::integer(2)});
  std::int64_t offset = *n;
  if (call.size() == 3) {
    const auto d = count_argument(call.arg(2));
    if (!d || *d == 0) return call.message("intpm", {call.expr(), Expr::integer(3)});
    offset = *d;
  }
  return for_each_string(call, call.arg(0), [&](const Expr& text) -> MaybeExpr {
    const CharacterIndex index(text);
    const auto length = static_cast<std::int64_t>(index.size());
    Builder pieces(sym::List);
    for (std::int64_t start = 0; start < length; start += offset) {
      const std::int64_t end = std::min(start + *n, length);
      if (end - start < *n && !up_to) break;
      pieces.push(string_expr(index.slice(static_cast<std::size_t>(start), static_cast<std::size_t>(end))));
    }
    return pieces.finish();
  });
}

// ---- padding

// The padding repeats over the whole width as a background: on the left its end, on the right its start, lies on the border.
Expr pad_string(const Expr& text, std::int64_t width, const std::u32string& padding, bool left) {
  const auto length = static_cast<std::int64_t>(character_count(text));
  if (length == width) return text;
  const CharacterIndex index(text);
  if (length > width) {
    return string_expr(left ? index.slice(static_cast<std::size_t>(length - width), index.size())
                            : index.slice(0, static_cast<std::size_t>(width)));
  }
  std::string filler;
  const auto period = static_cast<std::int64_t>(padding.size());
  const std::int64_t missing_count = width - length;
  for (std::int64_t i = 0; i < missing_count; ++i) {
    const std::int64_t place = left ? ((i - width) % period + period) % period : (length + i) % period;
    append_character(filler, padding[static_cast<std::size_t>(place)]);
  }
  return Expr::string(left ? filler + text.string_value() : text.string_value() + filler);
}

MaybeExpr pad_strings(Call& call, bool left) {
  const Expr& subject = call.arg(0);
  if (!is_string_or_strings(subject)) return call.message("strse", {Expr::integer(1), call.expr()});
  std::u32string padding = U" ";
  if (call.size() == 3) {
    if (!call.arg(2).is_string() || call.arg(2).string_value().empty()) return call.message("pad", {call.arg(2)});
    padding = decode(call.arg(2).string_value());
  }
  std::int64_t width = 0;
  if (call.size() >= 2 && !call.arg(1).is(sym::Automatic)) {
    const auto n = count_argument(call.arg(1));
    if (!n) return call.message("intnm", {call.expr(), Expr::integer(2)});
    if (*n > kLargestString) return call.message("toolarge", {call.arg(1)});
    width = *n;
  } else {
    if (subject.is_string()) return subject;
    for (const Expr& text : subject.args()) {
      if (text.is_string()) width = std::max(width, static_cast<std::int64_t>(character_count(text)));
    }
  }
  return for_each_string(call, subject, [&](const Expr& text) -> MaybeExpr { return pad_string(text, width, padding, left); });
}
MaybeExpr builtin_StringPadLeft(Call& call) { return pad_strings(call, true); }
MaybeExpr builtin_StringPadRight(Call& call) { return pad_strings(call, false); }

// ---- StringRiffle

std::string element_text(const Expr& element) {
  if (element.is_string()) return element.string_value();
  if (element.is_integer()) return to_script_form(element);
  const Expr text = apply(Expr(sym::TextString), {element});
  return text.is_string() ? text.string_value() : to_script_form(element);
}

struct Separator {
  std::string left, between, right;
};

std::optional<Separator> read_separator(const Expr& spec) {
  if (spec.is_string()) return Separator{"", spec.string_value(), ""};
  if (spec.is_list() && spec.size() == 3 && spec[0].is_string() && spec[1].is_string() && spec[2].is_string()) {
    return Separator{spec[0].string_value(), spec[1].string_value(), spec[2].string_value()};
  }
  return std::nullopt;
}

std::size_t list_depth(const Expr& expr) {
  if (!expr.is_list()) return 0;
  std::size_t deepest = 0;
  for (const Expr& part : expr.args()) deepest = std::max(deepest, list_depth(part));
  return deepest + 1;
}

void riffle(const Expr& item, std::span<const Separator> separators, std::string& text) {
  const RecursionGuard guard;
  if (separators.empty() || !item.is_list()) {
    text += element_text(item);
    return;
  }
  const Separator& separator = separators.front();
  text += separator.left;
  bool first = true;
  for (const Expr& part : item.args()) {
    if (!first) text += separator.between;
    first = false;
    riffle(part, separators.subspan(1), text);
  }
  text += separator.right;
}

MaybeExpr builtin_StringRiffle(Call& call) {
  const Expr& subject = call.arg(0);
  if (!subject.is_list()) return call.message("list", {call.expr(), Expr::integer(1)});
  std::vector<Separator> separators;
  for (std::size_t i = 1; i < call.size(); ++i) {
    const auto separator = read_separator(call.arg(i));
    if (!separator) return call.message("sep", {call.arg(i)});
    separators.push_back(*separator);
  }
  if (separators.empty()) {
    // Blanks between the innermost elements, one newline between rows, one more for every further level.
    const std::size_t levels = std::max<std::size_t>(1, list_depth(subject));
    for (std::size_t i = 1; i < levels; ++i) separators.push_back({"", std::string(levels - i, '\n'), ""});
    separators.push_back({"", " ", ""});
  }
  std::string text;
  riffle(subject, separators, text);
  return Expr::string(std::move(text));
}

constexpr const char* kSequenceText =
    "Sequence specification (+n, -n, {+n}, {-n}, {m, n}, or {m, n, s}) or a list of sequence specifications expected at position `1` in `2`.";
constexpr const char* kTooLargeText = "`1` characters are more than a string can hold.";

constexpr Builtin kBuiltins[] = {
    {.name = "StringJoin",
     .fn = builtin_StringJoin,
     .attributes = kFlat | kOneIdentity | kProtected,
     .usage = "\"s1\" <> \"s2\" <> ..., StringJoin[\"s1\", \"s2\", ...] or StringJoin[{\"s1\", \"s2\", ...}] yields a string that "
              "joins the si. Lists may be nested."},
    {.name = "StringLength",
     .fn = builtin_StringLength,
     .arity = exactly(1),
     .attributes = kListable | kProtected,
     .usage = "StringLength[\"string\"] gives the number of characters in a string."},
    {.name = "StringTake",
     .fn = builtin_StringTake,
     .arity = exactly(2),
     .usage = "StringTake[\"string\", n] gives a string containing the first n characters in string.\n"
              "StringTake[\"string\", -n] gives the last n characters.\n"
              "StringTake[\"string\", {n}] gives the nth character.\n"
              "StringTake[\"string\", {m, n}] gives characters m through n.\n"
              "StringTake[\"string\", {m, n, s}] gives characters m through n in steps of s.\n"
              "StringTake[\"string\", UpTo[n]] gives n characters, or as many as there are.\n"
              "StringTake[\"string\", {spec1, spec2, ...}] gives a list of pieces.\n"
              "StringTake[{s1, s2, ...}, spec] gives the list of results for the si.",
     .messages = {{"take", "Cannot take positions `1` through `2` in \"`3`\"."}, {"mseqs", kSequenceText}}},
    {.name = "StringDrop",
     .fn = builtin_StringDrop,
     .arity = exactly(2),
     .usage = "StringDrop[\"string\", n] gives string with its first n characters dropped.\n"
              "StringDrop[\"string\", -n] gives string with its last n characters dropped.\n"
              "StringDrop[\"string\", {n}] gives string with its nth character dropped.\n"
              "StringDrop[\"string\", {m, n}] gives string with characters m through n dropped.\n"
              "StringDrop[{s1, s2, ...}, spec] gives the list of results for the si.",
     .messages = {{"drop", "Cannot drop positions `1` through `2` in \"`3`\"."}, {"mseqs", kSequenceText}}},
    {.name = "StringPart",
     .fn = builtin_StringPart,
     .arity = exactly(2),
     .usage = "StringPart[\"string\", n] gives the nth character in string.\n"
              "StringPart[\"string\", {n1, n2, ...}] gives a list of characters.\n"
              "StringPart[\"string\", m ;; n ;; s] gives characters m through n in steps of s.\n"
              "StringPart[{s1, s2, ...}, spec] gives the list of results for the si.",
     .messages = {{"strpart", "Part `1` of \"`2`\" does not exist."}, {"mseqs", kSequenceText}}},
    {.name = "StringReverse",
     .fn = builtin_StringReverse,
     .arity = exactly(1),
     .usage = "StringReverse[\"string\"] reverses the order of the characters in string.\n"
              "StringReverse[{s1, s2, ...}] gives the list of results for the si."},
    {.name = "StringRepeat",
     .fn = builtin_StringRepeat,
     .arity = between(2, 3),
     .usage = "StringRepeat[\"string\", n] creates a string that repeats string n times.\n"
              "StringRepeat[\"string\", n, max] truncates the result to at most max characters.",
     .messages = {{"toolarge", kTooLargeText}}},
    {.name = "StringRotateLeft",
     .fn = builtin_StringRotateLeft,
     .arity = between(1, 2),
     .usage = "StringRotateLeft[\"string\", n] cycles the characters in string n positions to the left.\n"
              "StringRotateLeft[\"string\"] cycles one position."},
    {.name = "StringRotateRight",
     .fn = builtin_StringRotateRight,
     .arity = between(1, 2),
     .usage = "StringRotateRight[\"string\", n] cycles the characters in string n positions to the right.\n"
              "StringRotateRight[\"string\"] cycles one position."},
    {.name = "StringPartition",
     .fn = builtin_StringPartition,
     .arity = between(2, 3),
     .usage = "StringPartition[\"string\", n] partitions string into nonoverlapping substrings of length n.\n"
              "StringPartition[\"string\", n, d] generates substrings with offset d.\n"
              "StringPartition[\"string\", UpTo[n]] lets the last piece be shorter."},
    {.name = "StringPadLeft",
     .fn = builtin_StringPadLeft,
     .arity = between(1, 3),
     .usage = "StringPadLeft[\"string\", n] makes a string of length n by padding on the left with spaces or dropping characters there.\n"
              "StringPadLeft[\"string\", n, \"padding\"] pads by repeating padding.\n"
              "StringPadLeft[{s1, s2, ...}] makes all si as long as the longest one.",
     .messages = {{"pad", "The padding `1` should be a string of one or more characters."}, {"toolarge", kTooLargeText}}},
    {.name = "StringPadRight",
     .fn = builtin_StringPadRight,
     .arity = between(1, 3),
     .usage = "StringPadRight[\"string\", n] makes a string of length n by padding on the right with spaces or dropping characters there.\n"
              "StringPadRight[\"string\", n, \"padding\"] pads by repeating padding.\n"
              "StringPadRight[{s1, s2, ...}] makes all si as long as the longest one.",
     .messages = {{"pad", "The padding `1` should be a string of one or more characters."}, {"toolarge", kTooLargeText}}},
    {.name = "StringRiffle",
     .fn = builtin_StringRiffle,
     .arity = at_least(1),
     .usage = "StringRiffle[{s1, s2, ...}] makes a string of the si with spaces between them.\n"
              "StringRiffle[{s1, s2, ...}, \"sep\"] puts sep between them.\n"
              "StringRiffle[{s1, s2, ...}, {\"left\", \"sep\", \"right\"}] adds left at the start and right at the end.\n"
              "StringRiffle[list, sep1, sep2, ...] puts sepi between the elements at level i.",
     .messages = {{"sep", "The separator `1` should be a string or a list of three strings."}}},
};

}  // namespace

void register_string_pieces(Registry& r) { r.add(kBuiltins); }
}  // namespace lykos::builtins
