// definitions.cpp - what a symbol means: OwnValues, DownValues ..., Definition, Information, Names.
#include <algorithm>
#include <map>

#include "builtins/control/names.h"
#include "builtins/control/register.h"
#include "builtins/strings/string_distance.h"
#include "builtins/strings/string_pattern.h"
#include "builtins/support.h"
#include "evaluator/contexts.h"
#include "evaluator/definitions.h"
#include "formatting/formatting.h"

namespace lykos::builtins {
namespace {

MaybeExpr symbol_of(const Expr& e) {
  if (e.is_symbol()) return e;
  if (e.is_string()) return resolve_symbol(e.string_value());
  return std::nullopt;
}

// The rules of one kind as HoldPattern[lhs] :> rhs.
Expr values_of(const Expr& symbol, ValueKind kind) {
  SymbolNode& node = symbol.symbol_node();
  Builder list(sym::List);
  const auto push = [&](const Expr& lhs, const Expr& rhs) {
    list.push(make_normal(sym::RuleDelayed, {make_normal(sym::HoldPattern, {lhs}), rhs}));
  };
  if (kind == ValueKind::Own && node.has_own_value) push(symbol, node.own_value);
  if (node.definitions != nullptr)
    for (const auto& rule : node.definitions->of(kind).rules()) push(rule->lhs(), rule->rhs());
  return list.finish();
}

template <ValueKind kind>
MaybeExpr builtin_values(Call& call) {
  MaybeExpr symbol = symbol_of(call[0]);
  if (!symbol) return call.message("sym", {call[0], Expr::integer(1)});
  // ReadProtected alone hides rules from Definition only.
  constexpr Attributes kSecret = kReadProtected | kLocked;
  if ((symbol->symbol_node().attributes & kSecret) == kSecret) {
    message(sym::General, "readp", {*symbol});
    return failed();
  }
  return values_of(*symbol, kind);
}

// The definitions of a symbol as they would be typed, one per line with a blank line between. What is saved to be read again has
// messages, too, and takes its protection last.
std::string definition_text(const Expr& symbol, bool saved = false) {
  SymbolNode& node = symbol.symbol_node();
  std::vector<std::string> parts;
  const std::string name = visible_name(symbol);
  const std::string attributes = node.attributes == kNoAttributes ? "" : "Attributes[" + name + "] = " + to_input_form(attributes_to_list(node.attributes));
  const bool attributes_last = saved && (node.attributes & (kProtected | kLocked)) != 0;
  if (!attributes.empty() && !attributes_last) parts.push_back(attributes);
  if ((node.attributes & kReadProtected) == 0) {
    if (node.has_own_value) {
      const bool delayed = node.definitions != nullptr && node.definitions->own_delayed;
      parts.push_back(name + (delayed ? " := " : " = ") + to_input_form(node.own_value));
    }
    if (node.definitions != nullptr) {
      for (const ValueKind kind : {ValueKind::Own, ValueKind::Down, ValueKind::Sub, ValueKind::Up, ValueKind::N, ValueKind::Format, ValueKind::Default}) {
        for (const auto& rule : node.definitions->of(kind).rules()) {
          const std::string tag = kind == ValueKind::Up ? name + " /: " : "";
          parts.push_back(tag + to_input_form(rule->lhs()) + (rule->delayed() ? " := " : " = ") + to_input_form(rule->rhs()));
        }
      }
    }
  }
  const Expr options = default_options(symbol);
  if (options.size() > 0) parts.push_back("Options[" + name + "] = " + to_input_form(options));
  if (saved && node.definitions != nullptr)
    for (const auto& [tag, text] : node.definitions->messages)
      parts.push_back(to_input_form(make_normal(sym::MessageName, {symbol, Expr::string(tag)})) + " = " + to_input_form(text));
  if (attributes_last) parts.push_back(attributes);
  std::string text;
  for (const std::string& part : parts) text += (text.empty() ? "" : "\n\n") + part;
  return text;
}

// Definition[s], FullDefinition[s]
// They stay as they are and print as the definitions; a symbol without any gives Null.
MaybeExpr builtin_Definition(Call& call) {
  MaybeExpr symbol = symbol_of(call[0]);
  if (!symbol) return call.message("ssle", {call.expr(), Expr::integer(1)});
  if (definition_text(*symbol).empty()) return Expr(sym::Null);
  if (call[0].is_string()) return make_normal(call.head(), {*symbol});
  return std::nullopt;
}

void symbols_used(const Expr& e, std::vector<Expr>& found) {
  if (e.is_symbol()) {
    if (e.symbol_node().context != "System`" && std::none_of(found.begin(), found.end(), [&](const Expr& f) { return f.identical(e); })) found.push_back(e);
    return;
  }
  if (e.kind() != Kind::Normal) return;
  symbols_used(e.head(), found);
  for (const Expr& arg : e.args()) symbols_used(arg, found);
}

std::string full_definition_text(std::vector<Expr> symbols, bool saved = false) {
  std::string text;
  for (std::size_t i = 0; i < symbols.size(); ++i) {
    const Expr current = symbols[i];
    const std::string part = definition_text(current, saved);
    if (!part.empty()) text += (text.empty() ? "" : "\n\n") + part;
    SymbolNode& node = current.symbol_node();
    if (node.has_own_value) symbols_used(node.own_value, symbols);
    if (node.definitions == nullptr) continue;
    for (const ValueKind kind : {ValueKind::Own, ValueKind::Down, ValueKind::Sub, ValueKind::Up})
      for (const auto& rule : node.definitions->of(kind).rules()) {
        symbols_used(rule->lhs(), symbols);
        symbols_used(rule->rhs(), symbols);
      }
  }
  return text;
}

// Names[], Names["pattern"], Names[{patterns}]
// Names that match a string pattern; what stands before the last ` of a plain string is the context.
std::optional<std::vector<Expr>> names_matching(const Expr& spec, bool ignore_case, bool corrects) {
  std::string context;
  Expr pattern = spec;
  if (spec.is_string()) {
    if (!ignore_case && !corrects) return symbols_matching(spec.string_value());
    const std::string& text = spec.string_value();
    const std::size_t quote = text.rfind('`');
    if (quote != std::string::npos) {
      context = text.substr(0, quote + 1);
      pattern = Expr::string(text.substr(quote + 1));
    }
  }
  PatternOptions options;
  options.ignore_case = ignore_case;
  options.anchor = PatternAnchor::Whole;
  options.wildcards = true;
  const StringPatternPtr compiled = compile_string_pattern(pattern, options);
  if (!compiled) return std::nullopt;
  std::vector<Expr> found;
  for (const Expr& symbol : symbols_matching(context + "*")) {
    const std::string& name = symbol.symbol_node().name;
    StringSearch search(compiled, name);
    if (search.find(0) || (corrects && pattern.is_string() && nearly_equal(name, pattern.string_value(), ignore_case))) found.push_back(symbol);
  }
  return found;
}

MaybeExpr builtin_Names(Call& call) {
  std::vector<Expr> symbols;
  const bool ignore_case = call.option(Expr(sym::IgnoreCase)).is_true();
  const bool corrects = call.option(Expr(sym::SpellingCorrection)).is_true();
  if (call.size() == 0) symbols = symbols_matching("*");
  const Expr specs = call.size() == 0 ? make_list({}) : call[0].is_list() ? call[0] : make_list({call[0]});
  for (const Expr& spec : specs.args()) {
    const auto found = names_matching(spec, ignore_case, corrects);
    if (!found) return std::nullopt;
    symbols.insert(symbols.end(), found->begin(), found->end());
  }
  std::vector<std::string> names;
  for (const Expr& symbol : symbols) names.push_back(visible_name(symbol));
  return string_list(names);
}

MaybeExpr builtin_NameQ(Call& call) {
  if (!call[0].is_string()) return call.message("string", {Expr::integer(1), call.expr()});
  return Expr::boolean(!symbols_matching(call[0].string_value()).empty());
}

std::string usage_of(const Expr& symbol) {
  const auto usage = message_text(symbol, "usage");
  return usage ? *usage : std::string();
}

// ---- Information gives InformationData[<|properties|>, long]; sessions and scripts print it as text

const Expr& information_head() {
  static const Expr head = Expr::symbol("System`InformationData");
  return head;
}

std::vector<AssociationEntry> symbol_properties(const Expr& symbol) {
  const SymbolNode& node = symbol.symbol_node();
  std::vector<AssociationEntry> entries;
  const auto put = [&](const char* name, const Expr& value) { entries.push_back({Expr::string(name), value, false}); };
  const auto values = [&](ValueKind kind) {
    const Expr rules = values_of(symbol, kind);
    return rules.size() == 0 ? Expr(sym::None) : rules;
  };
  put("ObjectType", Expr::string("Symbol"));
  put("Usage", Expr::string(usage_of(symbol)));
  put("OwnValues", values(ValueKind::Own));
  put("UpValues", values(ValueKind::Up));
  put("DownValues", values(ValueKind::Down));
  put("SubValues", values(ValueKind::Sub));
  put("DefaultValues", values(ValueKind::Default));
  put("NValues", values(ValueKind::N));
  put("FormatValues", values(ValueKind::Format));
  const Expr options = default_options(symbol);
  put("Options", options.size() == 0 ? Expr(sym::None) : options);
  put("Attributes", attributes_to_list(node.attributes));
  put("Name", Expr::string(node.name));
  put("FullName", Expr::string(full_name(node)));
  return entries;
}

MaybeExpr property_of(const Expr& data, const Expr& name) {
  for (const AssociationEntry& entry : data[0].association().entries)
    if (entry.key == name) return entry.value;
  return std::nullopt;
}

constexpr std::size_t kPageWidth = 78;

// Names in columns, read downwards.
std::string in_columns(const std::vector<std::string>& names) {
  std::size_t widest = 0;
  for (const std::string& name : names) widest = std::max(widest, name.size());
  const std::size_t columns = std::max<std::size_t>(1, (kPageWidth + 2) / (widest + 2));
  const std::size_t rows = (names.size() + columns - 1) / columns;
  std::string text;
  for (std::size_t row = 0; row < rows; ++row) {
    std::string line;
    for (std::size_t i = row; i < names.size(); i += rows) {
      if (i > row) line.append((i / rows) * (widest + 2) - line.size(), ' ');
      line += names[i];
    }
    text += (row > 0 ? "\n" : "") + line;
  }
  return text;
}

// Information[symbol], Information["pattern"]: ?name and ??name in a session. LongForm adds attributes, options and values.
MaybeExpr builtin_Information(Call& call) {
  const Expr& subject = call[0];
  const bool brief = call.option(sym::LongForm).is_false();
  if (subject.is_string() && (subject.string_value().find('*') != std::string::npos || subject.string_value().find('@') != std::string::npos)) {
    const std::vector<Expr> found = symbols_matching(subject.string_value());
    if (found.empty()) return missing("UnknownSymbol", subject);
    // One context after the other, each with its names.
    std::map<std::string, std::vector<Expr>> by_context;
    for (const Expr& symbol : found) by_context[symbol.symbol_node().context].push_back(Expr::string(symbol.symbol_node().name));
    std::vector<AssociationEntry> entries;
    for (auto& [context, names] : by_context) entries.push_back({Expr::string(context), make_list(std::move(names)), false});
    return make_normal(information_head(), {make_association(std::move(entries)), Expr(sym::False)});
  }
  // The argument is held for the sake of symbols; anything else is about its value, which hooks know (nets).
  if (!subject.is_symbol() && !subject.is_string() && !subject.is_opaque()) {
    const Expr value = evaluate(subject);
    std::vector<Expr> rest(call.all_args().begin(), call.all_args().end());
    if (value.is_opaque()) {
      rest[0] = value;
      return make_normal(call.head(), std::move(rest));
    }
    if (value.is_list() && value.size() > 0 && value[0].is_opaque()) {
      std::vector<Expr> each;
      for (const Expr& element : value.args()) {
        rest[0] = element;
        each.push_back(make_normal(call.head(), std::vector<Expr>(rest)));
      }
      return make_list(std::move(each));
    }
  }
  // An object head[<|...|>] with a function of its own answers for itself (classifiers).
  if (!subject.is_string()) {
    const Expr value = evaluate(subject);
    if (value.kind() == Kind::Normal && value.size() == 1 && value[0].is_association() && !value.has_head(sym::Dataset) && value.head().is_symbol() && value.head().symbol_node().builtin != nullptr &&
        value.head().symbol_node().builtin->sub_fn != nullptr) {
      std::vector<Expr> property(call.args().begin() + 1, call.args().end());
      const Expr answer = evaluate(make_normal(value, {make_normal(Expr::symbol("System`Library`InformationOf"), std::move(property))}));
      if (!(answer.kind() == Kind::Normal && answer.head() == value)) return answer;
    }
  }
  MaybeExpr symbol;
  if (subject.is_symbol()) symbol = subject;
  if (subject.is_string()) {
    const std::vector<Expr> found = symbols_matching(subject.string_value());
    if (!found.empty()) symbol = found[0];
  }
  if (!symbol) return missing("UnknownSymbol", subject);
  if (call.size() == 2) {
    const Expr& property = call[1];
    if (property == Expr::string("Options")) return default_options(*symbol);
    const std::vector<AssociationEntry> entries = symbol_properties(*symbol);
    if (property == Expr::string("Properties")) {
      std::vector<std::string> names;
      for (const AssociationEntry& entry : entries) names.push_back(entry.key.string_value());
      std::sort(names.begin(), names.end());
      return string_list(names);
    }
    for (const AssociationEntry& entry : entries) {
      const bool rules = property.is_string() && property.string_value().ends_with("Values");
      if (entry.key == property) return rules && entry.value.is(sym::None) ? make_list({}) : entry.value;
    }
    return make_normal(sym::Missing, {Expr::string("UnknownProperty"), property});
  }
  return make_normal(information_head(), {make_association(symbol_properties(*symbol)), Expr::boolean(!brief)});
}

// InformationData[properties, long]["property"]
MaybeExpr information_property(Call& call) {
  const Expr& data = call.expr().head();
  if (call.size() != 1 || data.size() < 1 || !data[0].is_association()) return std::nullopt;
  if (call.arg(0) == Expr::string("Properties")) {
    std::vector<Expr> names;
    for (const AssociationEntry& entry : data[0].association().entries) names.push_back(entry.key);
    return make_list(std::move(names));
  }
  const MaybeExpr value = property_of(data, call.arg(0));
  return value ? value : missing("UnknownProperty", call.arg(0));
}

constexpr Builtin kBuiltins[] = {
    {.name = "OwnValues", .fn = builtin_values<ValueKind::Own>, .arity = exactly(1), .attributes = kHoldAll | kProtected,
     .usage = "OwnValues[x] gives a list of transformation rules corresponding to all ownvalues defined for the symbol x."},
    {.name = "DownValues", .fn = builtin_values<ValueKind::Down>, .arity = exactly(1), .attributes = kHoldAll | kProtected,
     .usage = "DownValues[f] gives a list of transformation rules corresponding to all downvalues defined for the symbol f."},
    {.name = "UpValues", .fn = builtin_values<ValueKind::Up>, .arity = exactly(1), .attributes = kHoldAll | kProtected,
     .usage = "UpValues[f] gives a list of transformation rules corresponding to all upvalues defined for the symbol f."},
    {.name = "SubValues", .fn = builtin_values<ValueKind::Sub>, .arity = exactly(1), .attributes = kHoldAll | kProtected,
     .usage = "SubValues[f] gives a list of transformation rules corresponding to all subvalues f[...][...] defined for the symbol f."},
    {.name = "NValues", .fn = builtin_values<ValueKind::N>, .arity = exactly(1), .attributes = kHoldAll | kProtected,
     .usage = "NValues[f] gives a list of transformation rules corresponding to all numerical values N[f[...]] defined for the symbol f."},
    {.name = "FormatValues", .fn = builtin_values<ValueKind::Format>, .arity = exactly(1), .attributes = kHoldAll | kProtected,
     .usage = "FormatValues[f] gives a list of transformation rules corresponding to all formatting rules defined for the symbol f."},
    {.name = "DefaultValues", .fn = builtin_values<ValueKind::Default>, .arity = exactly(1), .attributes = kHoldAll | kProtected,
     .usage = "DefaultValues[f] gives a list of transformation rules corresponding to all default argument values defined for the symbol f."},
    {.name = "Definition", .fn = builtin_Definition, .arity = exactly(1), .attributes = kHoldAll | kProtected,
     .usage = "Definition[s] prints as the definitions given for a symbol s."},
    {.name = "FullDefinition", .fn = builtin_Definition, .arity = exactly(1), .attributes = kHoldAll | kProtected,
     .usage = "FullDefinition[s] prints as the definitions given for a symbol s, and all symbols on which these depend."},
    {.name = "Names", .fn = builtin_Names, .arity = between(0, 1), .attributes = kProtected,
     .usage = "Names[\"string\"] gives a list of the names of symbols which match the string.\nNames[patt] gives the names that match the string pattern patt.\nNames[] gives a list of all names of symbols in contexts on $ContextPath.",
     .options = "{IgnoreCase -> False, SpellingCorrection -> False}"},
    {.name = "NameQ", .fn = builtin_NameQ, .arity = exactly(1), .attributes = kProtected,
     .usage = "NameQ[\"name\"] yields True if there are any symbols whose names match the string pattern given, and yields False otherwise."},
    {.name = "InformationData", .usage = "InformationData[properties, long] is what Information gives: properties of a symbol, or names by context.",
     .sub_fn = information_property},
    {.name = "Information", .fn = builtin_Information, .arity = between(1, 2), .attributes = kHoldFirst | kProtected,
     .usage = "Information[expr] gives information about the expression expr.\nInformation[symbol, prop] gives the value of the property prop.",
     .options = "{LongForm -> True}"},
};

}  // namespace

bool is_information(const Expr& expr) {
  return expr.kind() == Kind::Normal && expr.head().identical(information_head()) && expr.size() >= 1 && expr[0].is_association();
}

std::string printed_information(const Expr& data) {
  const MaybeExpr name = property_of(data, Expr::string("FullName"));
  std::string text;
  if (!name || !name->is_string()) {
    const auto& entries = data[0].association().entries;
    for (const AssociationEntry& entry : entries) {
      std::vector<std::string> names;
      for (const Expr& e : elements_of(entry.value))
        if (e.is_string()) names.push_back(e.string_value());
      if (entries.size() > 1) text += (text.empty() ? "" : "\n\n") + (entry.key.is_string() ? entry.key.string_value() : to_input_form(entry.key)) + "\n\n";
      text += in_columns(names);
    }
    return text;
  }
  const Expr symbol = Expr::symbol(name->string_value());
  const SymbolNode& node = symbol.symbol_node();
  text = usage_of(symbol);
  if (text.empty()) text = full_name(node);
  const bool is_long = data.size() >= 2 && data[1].is_true();
  if (is_long || (node.builtin == nullptr && (node.has_own_value || node.definitions != nullptr))) {
    const std::string definition = definition_text(symbol);
    if (!definition.empty()) text += "\n\n" + definition;
  }
  return text;
}

std::string printed_definition(const Expr& expr) {
  return expr.has_head(sym::FullDefinition) ? full_definition_text({expr[0]}) : definition_text(expr[0]);
}

std::string saved_definitions(std::vector<Expr> symbols) {
  std::string text = full_definition_text(std::move(symbols), true);
  if (!text.empty()) text += "\n\n";
  return text;
}

void register_definitions(Registry& r) { r.add(kBuiltins); }

}  // namespace lykos::builtins
