// string_template.cpp - templates: text with `slots` and <*expressions*>, filled in by TemplateApply.
//
// StringTemplate["Hello `name`"] becomes TemplateObject[{"Hello ", TemplateSlot["name"]}, ...]; applying it walks that
// expression, so templates built by hand from TemplateSlot, TemplateExpression, TemplateIf and TemplateSequence work too.
#include <algorithm>

#include "builtins/files/write_file.h"
#include "builtins/strings/template_object.h"
#include "builtins/strings/text.h"
#include "builtins/support.h"
#include "evaluator/contexts.h"
#include "formatting/formatting.h"
#include "parser/parser.h"

namespace lykos::builtins {
namespace {

// The slot in `text`: `` is the next number, `3` a number, `name` a name.
Expr slot_expr(std::string_view name, std::int64_t& next_number) {
  if (name.empty()) return make_normal(Expr(sym::TemplateSlot), {Expr::integer(next_number++)});
  if (name.size() < 10 && name.find_first_not_of("0123456789") == std::string_view::npos) {
    const std::int64_t number = std::stoll(std::string(name));
    next_number = number + 1;
    return make_normal(Expr(sym::TemplateSlot), {Expr::integer(number)});
  }
  return make_normal(Expr(sym::TemplateSlot), {string_expr(name)});
}

// Pieces of a template text. Says StringTemplate::texpr for an expression that does not parse.
std::optional<std::vector<Expr>> parse_template(const Call& call, std::string_view text) {
  std::vector<Expr> pieces;
  std::string literal;
  std::int64_t next_number = 1;
  const auto flush = [&] {
    if (!literal.empty()) pieces.push_back(Expr::string(std::move(literal)));
    literal.clear();
  };
  for (std::size_t i = 0; i < text.size();) {
    if (text[i] == '`') {
      const std::size_t end = text.find('`', i + 1);
      if (end == std::string_view::npos) {
        literal += text.substr(i);
        break;
      }
      flush();
      pieces.push_back(slot_expr(text.substr(i + 1, end - i - 1), next_number));
      i = end + 1;
    } else if (text.compare(i, 2, "<*") == 0) {
      const std::size_t end = text.find("*>", i + 2);
      if (end == std::string_view::npos) {
        literal += text.substr(i);
        break;
      }
      flush();
      // #name, #1 and # inside stand for slots of the template.
      const ParseResult parsed = parse_one(text.substr(i + 2, end - i - 2), current_resolver());
      if (parsed.error || parsed.expressions.empty()) {
        call.message("texpr", {string_expr(text.substr(i + 2, end - i - 2))});
        return std::nullopt;
      }
      pieces.push_back(make_normal(Expr(sym::TemplateExpression), {parsed.expressions.back().value}));
      i = end + 2;
    } else {
      literal += text[i++];
    }
  }
  flush();
  return pieces;
}

std::string text_of(const Expr& value, const Expr& insertion) {
  if (value.is_string() && insertion.is(sym::TextString)) return value.string_value();
  const Expr text = apply(insertion, {value});
  return text.is_string() ? text.string_value() : to_script_form(value);
}

// What the slots stand for: positional arguments, names, or both.
struct Arguments {
  std::vector<Expr> positional;
  Expr named;   // an association, or Null
};

Arguments read_arguments(const Expr& given) {
  Arguments result;
  if (given.is_association()) {
    result.named = given;
  } else if (given.is_list() && given.size() > 0 && std::all_of(given.args().begin(), given.args().end(), [](const Expr& e) { return e.is_rule(); })) {
    if (auto association = association_from_rules(given.args())) result.named = *association;
  } else if (given.is_list()) {
    result.positional.assign(given.args().begin(), given.args().end());
    if (!result.positional.empty() && result.positional[0].is_association()) result.named = result.positional[0];
  } else {
    result.positional.push_back(given);
  }
  return result;
}

bool is_verbatim(const Expr& expr) { return expr.is_normal() && expr.size() == 1 && expr.head().is_symbol() && expr.head().symbol_node().name == "TemplateVerbatim"; }

class TemplateFiller {
 public:
  TemplateFiller(const Call& call, Arguments arguments, Expr insertion, const TemplateFiller* outer = nullptr)
      : call_(call), arguments_(std::move(arguments)), insertion_(std::move(insertion)), outer_(outer) {}

  // The argument of a slot. Names that the elements of a sequence do not have are looked up outside.
  std::optional<Expr> find(const Expr& which) const {
    if (arguments_.named.is_association()) {
      if (const Expr* value = association_find(arguments_.named, which)) return *value;
    }
    if (const auto n = machine_integer(which)) {
      if (*n >= 1 && static_cast<std::size_t>(*n) <= arguments_.positional.size()) return arguments_.positional[static_cast<std::size_t>(*n - 1)];
    }
    if (outer_ != nullptr && which.is_string()) return outer_->find(which);
    return std::nullopt;
  }

  Expr slot(const Expr& which) const {
    if (auto value = find(which)) return *value;
    call_.message("slotab", {which});
    return missing("SlotAbsent", which);
  }

  // The expression with slots filled in, # forms included: <* #name + 1 *> sees the named arguments.
  Expr filled(const Expr& expr) const {
    const RecursionGuard guard;
    if (expr.has_head(sym::TemplateSlot) && expr.size() >= 1) return slot_with_default(expr);
    if (expr.has_head(sym::Slot, 1)) return slot(expr[0]);
    if (expr.has_head(sym::Function, 1)) return expr;   // its slots are its own
    if (!expr.is_normal() || expr.is_packed()) return expr;
    std::vector<Expr> args;
    args.reserve(expr.size());
    for (const Expr& arg : expr.args()) args.push_back(filled(arg));
    return make_normal(filled(expr.head()), std::move(args));
  }

  Expr slot_with_default(const Expr& template_slot) const {
    const auto value = find(template_slot[0]);
    if (!value) {
      if (const auto fallback = element_option(template_slot, 1, "DefaultValue")) return *fallback;
      return slot(template_slot[0]);
    }
    return inserted(template_slot, 1, *value);
  }

  // DefaultValue -> x and the like among the arguments of a template element.
  static std::optional<Expr> element_option(const Expr& element, std::size_t from, std::string_view name) {
    for (std::size_t i = from; i < element.size(); ++i) {
      if (element[i].is_rule() && element[i][0].is_symbol() && element[i][0].symbol_node().name == name) return Expr(element[i][1]);
    }
    return std::nullopt;
  }
  // An element may have an InsertionFunction of its own.
  static Expr inserted(const Expr& element, std::size_t from, const Expr& value) {
    const auto own = element_option(element, from, "InsertionFunction");
    return own && !own->is(sym::Inherited) ? apply(*own, {value}) : value;
  }

  Expr value_of(const Expr& piece) const {
    const RecursionGuard guard;
    if (piece.is_string()) return piece;
    if (piece.has_head(sym::TemplateSlot) && piece.size() >= 1) return slot_with_default(piece);
    if (piece.has_head(sym::TemplateExpression) && piece.size() >= 1) return inserted(piece, 1, evaluate(filled(piece[0])));
    if (piece.has_head(sym::TemplateIf) && piece.size() >= 2) {
      const bool chosen = value_of(piece[0]).is_true();
      if (chosen) return inserted(piece, 2, value_of(piece[1]));
      return piece.size() >= 3 && !piece[2].is_rule() ? inserted(piece, 2, value_of(piece[2])) : Expr::string("");
    }
    if (is_verbatim(piece)) return piece[0];
    if (piece.has_head(sym::TemplateWith, 2)) {
      // Names with values of their own inside.
      std::vector<Expr> rules;
      const bool many = piece[0].is_list() || piece[0].is_association();
      for (const Expr& rule : many ? std::vector<Expr>(piece[0].args().begin(), piece[0].args().end()) : std::vector<Expr>{piece[0]}) {
        if (rule.is_rule()) rules.push_back(make_rule(rule[0], value_of(rule[1])));
      }
      Arguments inner;
      if (auto association = association_from_rules(rules)) inner.named = *association;
      inner.positional = arguments_.positional;
      return TemplateFiller(call_, std::move(inner), insertion_, this).value_of(piece[1]);
    }
    if (piece.has_head(sym::TemplateSequence) && piece.size() >= 2) {
      // The template in the middle, once for every element; a slot in it is the element.
      const bool is_element = piece[1].has_head(sym::TemplateSlot) || piece[1].has_head(sym::TemplateExpression);
      const Expr elements = is_element ? value_of(piece[1]) : evaluate(filled(piece[1]));
      std::string text;
      std::string separator = piece.size() >= 3 && piece[2].is_string() ? piece[2].string_value() : "";
      if (const auto given = element_option(piece, 2, "Delimiters"); given && given->is_string()) separator = given->string_value();
      bool first = true;
      for (const Expr& element : elements.is_list() || elements.is_association() ? elements_of(elements) : std::vector<Expr>{elements}) {
        if (!first) text += separator;
        first = false;
        Arguments inner = read_arguments(element);
        if (element.is_association()) inner.positional = {element};
        const TemplateFiller filler(call_, std::move(inner), insertion_, this);
        text += text_of(inserted(piece, 2, filler.value_of(piece[0])), insertion_);
      }
      if (first) {
        if (const auto fallback = element_option(piece, 2, "DefaultValue")) return value_of(*fallback);
      }
      return Expr::string(std::move(text));
    }
    if (piece.is_list()) {
      std::string text;
      for (const Expr& part : piece.args()) text += text_of(value_of(part), insertion_);
      return Expr::string(std::move(text));
    }
    if (piece.has_head(sym::TemplateObject) && piece.size() >= 1) return value_of(piece[0]);
    return evaluate(filled(piece));
  }

 private:
  const Call& call_;
  Arguments arguments_;
  Expr insertion_;
  const TemplateFiller* outer_;   // of a sequence within a template
};

bool is_template_element(const Expr& expr) {
  return expr.has_head(sym::TemplateSlot) || expr.has_head(sym::TemplateExpression) || expr.has_head(sym::TemplateIf) || expr.has_head(sym::TemplateSequence) ||
         expr.has_head(sym::TemplateWith) || is_verbatim(expr);
}

Expr option_of(const Expr& object, KnownSymbol name, const Expr& fallback) {
  for (std::size_t i = 1; i < object.size(); ++i) {
    if (object[i].is_rule() && object[i][0].is(name)) return object[i][1];
  }
  return fallback;
}

// TemplateObject[{pieces}, options]: the given options and the defaults of the others, in the order of their names.
Expr template_object(std::vector<Expr>&& pieces, std::span<const Expr> options) {
  Expr defaults[] = {make_rule(Expr(sym::CombinerFunction), Expr(sym::StringJoin)), make_rule(Expr(sym::InsertionFunction), Expr(sym::TextString)),
                     make_rule(Expr(sym::MetaInformation), make_association({}))};
  std::vector<Expr> args = {make_list(std::move(pieces))};
  for (Expr& rule : defaults) {
    for (const Expr& given : options) {
      if (given.is_rule() && given[0] == rule[0]) rule = given;
    }
    args.push_back(rule);
  }
  return make_normal(Expr(sym::TemplateObject), std::move(args));
}

MaybeExpr fill_template(const Call& call, Expr object, const Expr& arguments) {
  if (object.is_string()) {
    auto pieces = parse_template(call, object.string_value());
    if (!pieces) return failed();
    object = template_object(std::move(*pieces), {});
  }
  if (is_template_element(object)) return TemplateFiller(call, read_arguments(arguments), Expr(sym::TextString)).value_of(object);
  if (object.has_head(sym::File, 1) || object.has_head(sym::StringTemplate)) object = evaluate(make_normal(Expr(sym::StringTemplate), {object[0]}));
  if (!object.has_head(sym::TemplateObject) || object.size() == 0) {
    // Any expression with slots is a template.
    const TemplateFiller filler(call, read_arguments(arguments), Expr(sym::Identity));
    return evaluate(filler.filled(object));
  }
  const Expr insertion = option_of(object, sym::InsertionFunction, Expr(sym::TextString));
  const Expr combiner = option_of(object, sym::CombinerFunction, Expr(sym::StringJoin));
  const TemplateFiller filler(call, read_arguments(arguments), insertion);
  const Expr& body = object[0];
  if (!body.is_list()) return body.is_string() ? body : filler.value_of(body);
  std::vector<Expr> pieces;
  for (const Expr& piece : body.args()) {
    const Expr value = filler.value_of(piece);
    if (piece.is_string() || insertion.is(sym::Identity)) pieces.push_back(value);
    else if (insertion.is(sym::TextString)) pieces.push_back(Expr::string(text_of(value, insertion)));
    else pieces.push_back(apply(insertion, {value}));
  }
  if (combiner.is(sym::StringJoin)) {
    std::string text;
    for (const Expr& piece : pieces) text += piece.is_string() ? piece.string_value() : to_script_form(piece);
    return Expr::string(std::move(text));
  }
  return apply(combiner, std::span<const Expr>(pieces));
}

// StringTemplate["text"], StringTemplate[File["file"]], StringTemplate[form, args]
MaybeExpr builtin_StringTemplate(Call& call) { return make_template(call, parse_template); }

// TemplateApply[template], TemplateApply[template, args]; a template may hold its arguments: TemplateObject[form, args].
MaybeExpr builtin_TemplateApply(Call& call) {
  const Expr& object = call.arg(0);
  if (call.size() == 1 && object.has_head(sym::TemplateObject) && object.size() >= 2 && !object[1].is_rule()) return fill_template(call, object, object[1]);
  return fill_template(call, object, call.size() == 2 ? call.arg(1) : make_list({}));
}

// TemplateObject[...][a1, a2, ...] and TemplateObject[...][<|name -> value, ...|>]
MaybeExpr apply_object(Call& call) {
  const auto given = call.all_args();
  const Expr arguments = given.size() == 1 && given[0].is_association() ? given[0] : make_list(given);
  return fill_template(call, call.expr().head(), arguments);
}

// FileTemplate["file"] is the template of a file's text.
MaybeExpr builtin_FileTemplate(Call& call) {
  const auto path = file_argument(call.arg(0));
  if (!path) return call.message("string", {Expr::integer(1), call.expr()});
  return make_normal(Expr(sym::StringTemplate), {make_normal(Expr(sym::File), {Expr::string(*path)})});
}

// FileTemplateApply[template, args], FileTemplateApply[template, args, "output"]
MaybeExpr builtin_FileTemplateApply(Call& call) {
  Expr source = call.arg(0);
  if (source.is_string()) source = evaluate(make_normal(Expr(sym::StringTemplate), {make_normal(Expr(sym::File), {source})}));
  if (source.is(sym::DollarFailed)) return source;
  const MaybeExpr text = fill_template(call, source, call.size() >= 2 ? call.arg(1) : make_list({}));
  if (!text || !text->is_string()) return text;
  const Expr target = call.size() == 3 ? call.arg(2) : Expr::string(temporary_path("m-", ".txt"));
  const auto path = file_argument(target);
  std::string reason;
  if (!path || !write_whole_file(*path, text->string_value(), reason)) {
    call.message("noopen", {target});
    return failed();
  }
  return Expr::string(*path);
}

// The text of a template given as a string or a file; says nofile or string otherwise.
std::optional<std::string> template_text(Call& call, const Expr& source) {
  if (source.is_string()) return source.string_value();
  const auto path = file_argument(source);
  if (!path) return call.message("string", {Expr::integer(1), call.expr()});
  std::string reason;
  auto bytes = read_whole_file(*path, reason);
  if (!bytes) return call.message("nofile", {string_expr(*path)});
  return repair_utf8(std::move(*bytes));
}

}  // namespace

MaybeExpr make_template(Call& call, std::optional<std::vector<Expr>> (*parse)(const Call& call, std::string_view text)) {
  const auto text = template_text(call, call.arg(0));
  if (!text) return call.arg(0).is_string() || file_argument(call.arg(0)) ? MaybeExpr(failed()) : std::nullopt;
  auto pieces = parse(call, *text);
  if (!pieces) return failed();
  const Expr object = template_object(std::move(*pieces), call.all_args().subspan(call.size()));
  if (call.size() == 1) return object;
  std::vector<Expr> args(object.args().begin(), object.args().end());
  args.insert(args.begin() + 1, call.arg(1));
  return make_normal(Expr(sym::TemplateObject), std::move(args));
}

namespace {

constexpr const char* kTemplateOptions = "{CombinerFunction -> StringJoin, InsertionFunction -> TextString, MetaInformation -> <||>}";
constexpr MessageTexts kMessages = {{"slotab", "No argument fills the template slot `1`."},
                                    {"texpr", "The template expression `1` is not valid input."},
                                    {"nofile", "The template file `1` cannot be read."},
                                    {"noopen", "Cannot open `1`."}};

constexpr Builtin kBuiltins[] = {
    {.name = "StringTemplate",
     .fn = builtin_StringTemplate,
     .arity = between(1, 2),
     .usage = "StringTemplate[\"text\"] gives a TemplateObject whose slots `n` and `name` and expressions <*expr*> are filled in when it is applied.\n"
              "StringTemplate[File[\"file\"]] reads the text from a file.",
     .options = kTemplateOptions,
     .messages = kMessages},
    {.name = "TemplateApply",
     .fn = builtin_TemplateApply,
     .arity = between(1, 2),
     .usage = "TemplateApply[template, {arg1, arg2, ...}] fills the numbered slots of a template.\n"
              "TemplateApply[template, <|name1 -> val1, ...|>] fills the named slots.\nTemplateApply[template] evaluates its expressions only.",
     .messages = kMessages},
    {.name = "TemplateObject",
     .attributes = kHoldFirst | kProtected,
     .usage = "TemplateObject[{e1, e2, ...}, opts] represents a template; TemplateObject[...][arg1, ...] applies it.",
     .messages = kMessages,
     .sub_fn = apply_object},
    {.name = "TemplateSlot",
     .usage = "TemplateSlot[n] represents the nth argument of a template.\nTemplateSlot[\"name\"] represents a named argument."},
    {.name = "TemplateExpression",
     .attributes = kHoldAll | kProtected,
     .usage = "TemplateExpression[expr] represents an expression that is evaluated when a template is applied."},
    {.name = "TemplateIf",
     .attributes = kHoldAll | kProtected,
     .usage = "TemplateIf[cond, a, b] represents a part of a template that is a if cond gives True and b otherwise."},
    {.name = "TemplateSequence",
     .attributes = kHoldAll | kProtected,
     .usage = "TemplateSequence[body, list] represents body applied to each element of list.\nTemplateSequence[body, list, \"sep\"] puts a separator between."},
    {.name = "TemplateWith",
     .attributes = kHoldAll | kProtected,
     .usage = "TemplateWith[\"name\" -> value, body] represents body with a value for the slots of that name."},
    {.name = "TemplateVerbatim", .attributes = kHoldAll | kProtected, .usage = "TemplateVerbatim[expr] represents expr as it is within a template."},
    {.name = "CombinerFunction", .usage = "CombinerFunction is an option for templates that specifies how their filled elements are put together."},
    {.name = "InsertionFunction", .usage = "InsertionFunction is an option for templates that specifies what is done to each value before it is inserted."},
    {.name = "DefaultValue", .usage = "DefaultValue is an option for TemplateSlot and TemplateSequence that gives what is inserted if there is no value."},
    {.name = "FileTemplate",
     .fn = builtin_FileTemplate,
     .arity = exactly(1),
     .usage = "FileTemplate[\"file\"] gives the template in a file."},
    {.name = "FileTemplateApply",
     .fn = builtin_FileTemplateApply,
     .arity = between(1, 3),
     .usage = "FileTemplateApply[template, args] writes the filled template to a temporary file and gives its name.\n"
              "FileTemplateApply[template, args, \"output\"] writes it to output.",
     .messages = kMessages},
};

}  // namespace

void register_string_template(Registry& r) { r.add(kBuiltins); }
}  // namespace lykos::builtins
