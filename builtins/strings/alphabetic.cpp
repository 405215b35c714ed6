// alphabetic.cpp - the order of texts in the alphabet of a language: AlphabeticOrder and AlphabeticSort.
#include <algorithm>

#include "builtins/strings/string_calls.h"
#include "builtins/strings/text.h"
#include "builtins/support.h"

namespace lykos::builtins {
namespace {

// Letters with places of their own, "z<å<ä": the others are sorted as accented forms of their base letters, as in English.
// From the language-specific rules of the Common Locale Data Repository.
struct LanguageRow {
  const char* name;
  const char* letters;
};
constexpr LanguageRow kLanguages[] = {
    {"English", ""}, {"French", ""}, {"German", ""}, {"Italian", ""}, {"Portuguese", ""}, {"Dutch", ""}, {"Russian", ""}, {"Greek", ""}, {"Catalan", ""},
    {"Latin", ""}, {"Irish", ""}, {"Bulgarian", ""},
    {"Swedish", "z<å<ä<ö"}, {"Finnish", "z<å<ä<ö"}, {"Danish", "z<æ<ø<å"}, {"Norwegian", "z<æ<ø<å"}, {"Icelandic", "a<á d<ð e<é i<í o<ó u<ú y<ý z<þ<æ<ö<å"},
    {"Spanish", "n<ñ"}, {"Polish", "a<ą c<ć e<ę l<ł n<ń o<ó s<ś z<ź<ż"}, {"Turkish", "c<ç g<ğ h<ı o<ö s<ş u<ü"}, {"Romanian", "a<ă<â i<î s<ș t<ț"},
    {"Esperanto", "c<ĉ g<ĝ h<ĥ j<ĵ s<ŝ u<ŭ"}};

std::optional<std::vector<TailoredLetter>> alphabet_of(const Expr& language) {
  if (language.is(sym::Automatic) || language.is_null()) return std::vector<TailoredLetter>();
  if (!language.is_string()) return std::nullopt;
  const auto* row = std::find_if(std::begin(kLanguages), std::end(kLanguages), [&](const LanguageRow& r) { return language.string_value() == r.name; });
  if (row == std::end(kLanguages)) return std::nullopt;
  std::vector<TailoredLetter> letters;
  char32_t base = 0;
  std::uint32_t place = 0;
  for (const char32_t c : decode(row->letters)) {
    if (c == U'<') continue;
    if (c == U' ') {
      base = 0;
    } else if (base == 0) {
      base = c;
      place = 0;
    } else {
      letters.push_back({c, base, ++place});
    }
  }
  return letters;
}

struct Alphabetic {
  TextOrder order;
  std::vector<TailoredLetter> letters;
};

// The options, and the language at a position of the call; nullopt after a message.
std::optional<Alphabetic> read_order(Call& call, std::size_t language_index) {
  Alphabetic result;
  const Expr language = call.size() > language_index ? call.arg(language_index) : call.option(Expr(sym::Language));
  auto letters = alphabet_of(language);
  if (!letters) return call.message("lang", {language});
  result.letters = std::move(*letters);
  const auto is_on = [&](const Expr& name) -> std::optional<bool> {
    const Expr value = call.option(name);
    const auto on = boolean_argument(value);
    if (!on) call.message("opttf", {name, value});
    return on;
  };
  const auto ignore_case = is_on(Expr(sym::IgnoreCase));
  const auto ignore_accents = is_on(Expr(sym::IgnoreDiacritics));
  const auto ignore_others = is_on(Expr(sym::IgnorePunctuation));
  if (!ignore_case || !ignore_accents || !ignore_others) return std::nullopt;
  const Expr cases = call.option(Expr(sym::CaseOrdering));
  const bool upper_first = cases.is_string() && cases.string_value() == "UpperFirst";
  if (!upper_first && !cases.is(sym::Automatic) && !(cases.is_string() && cases.string_value() == "LowerFirst")) return call.message("case", {cases});
  result.order.ignore_case = *ignore_case;
  result.order.ignore_accents = *ignore_accents;
  result.order.others = *ignore_others ? TextOrder::Others::Ignored : TextOrder::Others::Count;
  // Upper case comes first in Danish and Norwegian dictionaries.
  const bool by_language = language.is_string() && (language.string_value() == "Danish" || language.string_value() == "Norwegian");
  result.order.upper_first = upper_first || (cases.is(sym::Automatic) && by_language);
  return result;
}

// AlphabeticOrder["s1", "s2"], AlphabeticOrder["s1", "s2", lang]
MaybeExpr builtin_AlphabeticOrder(Call& call) {
  if (call.size() < 2) return std::nullopt;
  for (std::size_t i = 0; i < 2; ++i) {
    if (!call.arg(i).is_string()) return call.message("string", {Expr::integer(static_cast<std::int64_t>(i) + 1), call.expr()});
  }
  auto read = read_order(call, 2);
  if (!read) return std::nullopt;
  read->order.alphabet = read->letters;
  return Expr::integer(-compare_text(call.arg(0).string_value(), call.arg(1).string_value(), read->order));
}

// AlphabeticOrder[lang][s1, s2]
MaybeExpr alphabetic_operator(Call& call) {
  const Expr operator_expr = call.expr().head();
  if (call.all_args().size() != 2 || !operator_expr.is_normal()) return std::nullopt;
  std::vector<Expr> args(call.all_args().begin(), call.all_args().end());
  args.insert(args.end(), operator_expr.args().begin(), operator_expr.args().end());
  return make_normal(operator_expr.head(), std::move(args));
}

// AlphabeticSort[list], AlphabeticSort[list, lang]: elements that are no strings keep to the canonical order of expressions.
MaybeExpr builtin_AlphabeticSort(Call& call) {
  const Expr& list = call.arg(0);
  if (!list.is_normal() && !list.is_association()) return call.message("normal", {Expr::integer(1), call.expr()});
  auto read = read_order(call, 1);
  if (!read) return std::nullopt;
  read->order.alphabet = read->letters;
  const auto in_order = [&](const Expr& a, const Expr& b) {
    const Expr& x = list.is_association() ? a[1] : a;
    const Expr& y = list.is_association() ? b[1] : b;
    if (x.is_string() && y.is_string()) return compare_text(x.string_value(), y.string_value(), read->order) < 0;
    return canonical_compare(x, y) < 0;
  };
  std::vector<Expr> elements(list.args().begin(), list.args().end());
  std::stable_sort(elements.begin(), elements.end(), in_order);
  if (list.is_association()) return evaluate(make_normal(Expr(sym::Association), std::move(elements)));
  return evaluate(make_normal(list.head(), std::move(elements)));
}

constexpr const char* kOptions = "{CaseOrdering -> Automatic, IgnoreCase -> False, IgnoreDiacritics -> False, IgnorePunctuation -> False, Language -> Automatic}";
constexpr MessageTexts kMessages = {{"lang", "The order of the alphabet of `1` is not known."}, {"case", "The value `1` of CaseOrdering is not \"LowerFirst\", \"UpperFirst\" or Automatic."}};

constexpr Builtin kBuiltins[] = {
    {.name = "AlphabeticOrder",
     .fn = builtin_AlphabeticOrder,
     .arity = between(0, 3),
     .usage = "AlphabeticOrder[\"string1\", \"string2\"] gives 1 if string1 is before string2 in alphabetical order, -1 if it is after, and 0 if they are the same.\n"
              "AlphabeticOrder[\"string1\", \"string2\", lang] uses the order of the language lang.\n"
              "AlphabeticOrder[lang] is an operator form for two strings.",
     .options = kOptions,
     .messages = kMessages,
     .sub_fn = alphabetic_operator},
    {.name = "AlphabeticSort",
     .fn = builtin_AlphabeticSort,
     .arity = between(1, 2),
     .usage = "AlphabeticSort[list] sorts the elements of list into alphabetical order.\n"
              "AlphabeticSort[list, lang] uses the order of the language lang.",
     .options = kOptions,
     .messages = kMessages},
    {.name = "CaseOrdering", .usage = "CaseOrdering is an option for AlphabeticSort that specifies whether lower or upper case letters come first."},
    {.name = "IgnoreDiacritics", .usage = "IgnoreDiacritics is an option that specifies whether accents are ignored."},
    {.name = "IgnorePunctuation", .usage = "IgnorePunctuation is an option that specifies whether punctuation and spaces are ignored."},
};

}  // namespace

void register_alphabetic(Registry& r) { r.add(kBuiltins); }
}  // namespace lykos::builtins
