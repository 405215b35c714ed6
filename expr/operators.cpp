// operators.cpp - look-ups over the operator table.
#include "expr/operators.h"

#include <array>
#include <unordered_map>

#include "expr/node.h"

namespace lykos {
namespace {

constexpr OperatorForm Prefix = OperatorForm::Prefix;
constexpr OperatorForm Infix = OperatorForm::Infix;
constexpr OperatorForm Postfix = OperatorForm::Postfix;
constexpr Grouping Left = Grouping::Left;
constexpr Grouping Right = Grouping::Right;
constexpr Grouping Flat = Grouping::Flat;
constexpr Grouping Chain = Grouping::Chain;

constexpr Operator kOperators[] = {
#define LYKOS_OPERATOR(head, spelling, character, form, precedence, grouping) \
  {head, spelling, character, form, precedence, grouping},
#include "expr/operators.inc"
#undef LYKOS_OPERATOR
};

struct CharacterAlias {
  char32_t character;
  std::string_view spelling;
};
constexpr CharacterAlias kAliases[] = {
#define LYKOS_OPERATOR(head, spelling, character, form, precedence, grouping)
#define LYKOS_OPERATOR_CHARACTER(character, spelling) {character, spelling},
#include "expr/operators.inc"
#undef LYKOS_OPERATOR_CHARACTER
#undef LYKOS_OPERATOR
};

constexpr CharacterBracket kBrackets[] = {
    {0x2308, 0x2309, "Ceiling"},         {0x230A, 0x230B, "Floor"},
    {0x2329, 0x232A, "AngleBracket"},    {0xF603, 0xF604, "BracketingBar"},
    {0xF605, 0xF606, "DoubleBracketingBar"},
};

struct Tables {
  std::array<std::unordered_map<std::string_view, const Operator*>, 3> by_head;
  std::array<std::unordered_map<std::string_view, const Operator*>, 3> by_spelling;
  std::array<std::unordered_map<std::uint32_t, const Operator*>, 3> by_character;
  // Known symbols answer without hashing their name: the printers ask for every head they meet.
  std::array<std::vector<const Operator*>, 3> by_known_index;

  Tables() {
    for (const Operator& row : kOperators) {
      const auto form = static_cast<std::size_t>(row.form);
      by_head[form].emplace(row.head, &row);
      if (*row.spelling != '\0') by_spelling[form].emplace(row.spelling, &row);
      if (row.character != 0) by_character[form].emplace(row.character, &row);
      const Expr symbol = Expr::symbol(row.head);
      const std::uint32_t index = symbol.symbol_node().known_index;
      if (index == ~0U) continue;
      auto& known = by_known_index[form];
      if (known.size() <= index) known.resize(index + 1, nullptr);
      if (known[index] == nullptr) known[index] = &row;
    }
    for (const CharacterAlias& alias : kAliases) {
      for (std::size_t form = 0; form < 3; ++form) {
        const auto found = by_spelling[form].find(alias.spelling);
        if (found != by_spelling[form].end()) by_character[form].emplace(alias.character, found->second);
      }
    }
  }
};

const Tables& tables() {
  static const Tables kTables;
  return kTables;
}

template <class Map, class Key>
const Operator* look_up(const Map& map, const Key& key) {
  const auto found = map.find(key);
  return found == map.end() ? nullptr : found->second;
}

}  // namespace

std::span<const Operator> operators() { return kOperators; }

const Operator* operator_of_head(const Expr& head, OperatorForm form) {
  if (!head.is_symbol()) return nullptr;
  const SymbolNode& symbol = head.symbol_node();
  const auto& known = tables().by_known_index[static_cast<std::size_t>(form)];
  if (symbol.known_index != ~0U) return symbol.known_index < known.size() ? known[symbol.known_index] : nullptr;
  if (symbol.context != "System`") return nullptr;
  return operator_of_head(std::string_view(symbol.name), form);
}

const Operator* operator_of_head(std::string_view head, OperatorForm form) {
  return look_up(tables().by_head[static_cast<std::size_t>(form)], head);
}

const Operator* operator_of_spelling(std::string_view spelling, OperatorForm form) {
  return look_up(tables().by_spelling[static_cast<std::size_t>(form)], spelling);
}

const Operator* operator_of_character(char32_t character, OperatorForm form) {
  return look_up(tables().by_character[static_cast<std::size_t>(form)], static_cast<std::uint32_t>(character));
}

std::string character_to_utf8(char32_t character) {
  std::string out;
  const auto c = static_cast<std::uint32_t>(character);
  const auto byte = [&out](std::uint32_t value) { out.push_back(static_cast<char>(value)); };
  if (c < 0x80) {
    byte(c);
  } else if (c < 0x800) {
    byte(0xC0U | (c >> 6U));
    byte(0x80U | (c & 0x3FU));
  } else if (c < 0x10000) {
    byte(0xE0U | (c >> 12U));
    byte(0x80U | ((c >> 6U) & 0x3FU));
    byte(0x80U | (c & 0x3FU));
  } else {
    byte(0xF0U | (c >> 18U));
    byte(0x80U | ((c >> 12U) & 0x3FU));
    byte(0x80U | ((c >> 6U) & 0x3FU));
    byte(0x80U | (c & 0x3FU));
  }
  return out;
}

std::span<const CharacterBracket> character_brackets() { return kBrackets; }

}  // namespace lykos
