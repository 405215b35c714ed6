// xml_template.cpp - XMLTemplate: text with <wolfram:...> tags becomes a TemplateObject of the same elements that string templates have.
//
// The text need not be an XML document; only tags of the wolfram name space are looked at, everything else stays as it is.
#include <map>

#include "builtins/files/write_file.h"
#include "builtins/strings/template_object.h"
#include "builtins/strings/text.h"
#include "builtins/support.h"
#include "evaluator/contexts.h"
#include "parser/parser.h"

namespace lykos::builtins {
namespace {

constexpr std::string_view kPrefix = "wolfram:";

struct Tag {
  std::string name;                                // "slot", without the prefix
  std::map<std::string, std::string> attributes;
  bool closing = false;
  bool empty = false;                              // <... />
  std::size_t begin = 0, end = 0;                  // in the text
};

std::string without_entities(std::string_view text) {
  static constexpr std::pair<std::string_view, char> kEntities[] = {{"&lt;", '<'}, {"&gt;", '>'}, {"&amp;", '&'}, {"&quot;", '"'}, {"&apos;", '\''}};
  std::string result;
  for (std::size_t i = 0; i < text.size();) {
    bool found = false;
    for (const auto& [entity, character] : kEntities) {
      if (text.compare(i, entity.size(), entity) != 0) continue;
      result += character;
      i += entity.size();
      found = true;
      break;
    }
    if (!found) result += text[i++];
  }
  return result;
}

class XmlTemplateReader {
 public:
  XmlTemplateReader(const Call& call, std::string_view text) : call_(call), text_(text) {}

  // The elements up to the end of the text; nullopt after a message.
  std::optional<std::vector<Expr>> read() {
    auto pieces = read_until("");
    if (!pieces || failed_) return std::nullopt;
    return pieces;
  }

 private:
  std::nullopt_t fail(const char* tag, std::string_view what) {
    if (!failed_) call_.message(tag, {string_expr(what)});
    failed_ = true;
    return std::nullopt;
  }

  std::optional<Tag> next_tag(std::size_t from) const {
    for (std::size_t at = text_.find('<', from); at != std::string_view::npos; at = text_.find('<', at + 1)) {
      const bool closing = text_.compare(at + 1, 1, "/") == 0;
      const std::size_t name_at = at + 1 + (closing ? 1 : 0);
      if (text_.compare(name_at, kPrefix.size(), kPrefix) != 0) continue;
      Tag tag;
      tag.closing = closing;
      tag.begin = at;
      std::size_t i = name_at + kPrefix.size();
      const auto is_name = [&](char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' || c == '-' || c == ':'; };
      while (i < text_.size() && is_name(text_[i])) tag.name += text_[i++];
      while (i < text_.size() && text_[i] != '>') {
        if (text_[i] == '/' && i + 1 < text_.size() && text_[i + 1] == '>') {
          tag.empty = true;
          ++i;
          continue;
        }
        if (!is_name(text_[i])) {
          ++i;
          continue;
        }
        std::string name;
        while (i < text_.size() && is_name(text_[i])) name += text_[i++];
        std::string value;
        if (i + 1 < text_.size() && text_[i] == '=' && (text_[i + 1] == '"' || text_[i + 1] == '\'')) {
          const std::size_t close = text_.find(text_[i + 1], i + 2);
          if (close == std::string_view::npos) return std::nullopt;
          value = without_entities(text_.substr(i + 2, close - i - 2));
          i = close + 1;
        }
        tag.attributes[name] = value;
      }
      if (i >= text_.size()) return std::nullopt;
      tag.end = i + 1;
      return tag;
    }
    return std::nullopt;
  }

  MaybeExpr parsed(std::string_view code) {
    const ParseResult result = parse_one(code, current_resolver());
    if (result.error || result.expressions.empty()) return fail("texpr", code);
    return result.expressions.back().value;
  }
  MaybeExpr expression(std::string_view code) {
    MaybeExpr value = parsed(code);
    if (!value) return std::nullopt;
    return make_normal(Expr(sym::TemplateExpression), {*value});
  }

  static Expr slot_key(const std::string& id) {
    if (!id.empty() && id.size() < 10 && id.find_first_not_of("0123456789") == std::string::npos) return Expr::integer(std::stoll(id));
    return string_expr(id);
  }
  static std::string attribute(const Tag& tag, const char* name, std::string fallback = "") {
    const auto found = tag.attributes.find(name);
    return found == tag.attributes.end() ? std::move(fallback) : found->second;
  }
  // The text of an element whose content is no template.
  std::optional<std::string_view> raw_content(const Tag& tag) {
    if (tag.empty) return std::string_view();
    const std::string close = "</" + std::string(kPrefix) + tag.name + ">";
    const std::size_t end = text_.find(close, tag.end);
    if (end == std::string_view::npos) {
      fail("tag", tag.name);
      return std::nullopt;
    }
    position_ = end + close.size();
    return text_.substr(tag.end, end - tag.end);
  }
  MaybeExpr content(const Tag& tag) {
    if (tag.empty) return make_list({});
    auto pieces = read_until(tag.name);
    if (!pieces) return std::nullopt;
    return make_list(std::move(*pieces));
  }
  void add_inserter(const Tag& tag, std::vector<Expr>& args) {
    const auto found = tag.attributes.find("inserter");
    if (found == tag.attributes.end()) return;
    if (MaybeExpr function = parsed(found->second)) args.push_back(make_rule(Expr(sym::InsertionFunction), *function));
  }

  // <wolfram:sequence values=".." slot=".." index="..">: each element of the values with its slots as an association.
  MaybeExpr sequence(const Tag& tag) {
    MaybeExpr values = parsed(attribute(tag, "values"));
    MaybeExpr body = values ? content(tag) : std::nullopt;
    if (!body) return std::nullopt;
    const Expr slot_rule = make_rule(slot_key(attribute(tag, "slot", "1")), make_normal(Expr(sym::Slot), {Expr::integer(1)}));
    const Expr index_rule = make_rule(slot_key(attribute(tag, "index", "2")), make_normal(Expr(sym::First), {make_normal(Expr(sym::Slot), {Expr::integer(2)})}));
    const Expr own = make_normal(Expr(sym::Association), {slot_rule, index_rule});
    const Expr value = make_normal(Expr(sym::Slot), {Expr::integer(1)});
    const Expr joined = make_normal(
        Expr(sym::Function),
        {make_normal(Expr(sym::Join), {make_normal(Expr(sym::If), {make_normal(Expr(sym::AssociationQ), {value}), value, make_normal(Expr(sym::Association), {})}), own})});
    const Expr elements = make_normal(Expr(sym::If), {make_normal(Expr(sym::AssociationQ), {*values}), make_normal(Expr(sym::Values), {*values}), *values});
    const Expr list = make_normal(Expr(sym::MapIndexed), {joined, elements});
    std::vector<Expr> args = {*body, make_normal(Expr(sym::TemplateExpression), {list})};
    if (tag.attributes.contains("delimiters")) args.push_back(make_rule(Expr(sym::Delimiters), string_expr(attribute(tag, "delimiters"))));
    else if (tag.attributes.contains("separator")) args.push_back(make_rule(Expr(sym::Delimiters), string_expr(attribute(tag, "separator"))));
    if (tag.attributes.contains("default")) args.push_back(make_rule(Expr::symbol("DefaultValue"), string_expr(attribute(tag, "default"))));
    add_inserter(tag, args);
    return make_normal(Expr(sym::TemplateSequence), std::move(args));
  }

  // The <wolfram:if>s of a <wolfram:which>, nested into one another.
  Expr nested_conditions(std::span<const Expr> cases) {
    if (cases.empty()) return string_expr("");
    if (!cases[0].has_head(sym::TemplateIf)) return cases[0].is_string() ? nested_conditions(cases.subspan(1)) : cases[0];
    return make_normal(Expr(sym::TemplateIf), {cases[0][0], cases[0][1], nested_conditions(cases.subspan(1))});
  }

  // if: everything is the first clause, or <wolfram:then> and <wolfram:else> hold the two.
  MaybeExpr condition(const Tag& tag) {
    MaybeExpr test = expression(attribute(tag, "test"));
    MaybeExpr body = test ? content(tag) : std::nullopt;
    if (!body) return std::nullopt;
    Expr then = *body;
    Expr otherwise = string_expr("");
    for (const Expr& piece : body->args()) {
      if (!piece.has_head(sym::TemplateObject, 2)) continue;
      if (piece[1].string_value() == "then") then = piece[0];
      else otherwise = piece[0];
    }
    if (then == *body) {   // without <wolfram:then>, what stands before <wolfram:else>
      std::vector<Expr> parts;
      for (const Expr& piece : body->args()) {
        if (!piece.has_head(sym::TemplateObject, 2)) parts.push_back(piece);
      }
      then = make_list(std::move(parts));
    }
    return make_normal(Expr(sym::TemplateIf), {*test, then, otherwise});
  }

  // One element; the reading position moves behind it. A piece that gives nothing is the empty string.
  MaybeExpr element(const Tag& tag) {
    const RecursionGuard guard;
    position_ = tag.end;
    if (tag.name == "slot") {
      std::vector<Expr> args = {slot_key(attribute(tag, "id", attribute(tag, "name", "1")))};
      if (tag.attributes.contains("default")) args.push_back(make_rule(Expr::symbol("DefaultValue"), string_expr(attribute(tag, "default"))));
      add_inserter(tag, args);
      if (!tag.empty && !content(tag)) return std::nullopt;
      return make_normal(Expr(sym::TemplateSlot), std::move(args));
    }
    if (tag.name == "expr" || tag.name == "verbatim" || tag.name == "comment") {
      const auto text = raw_content(tag);
      if (!text) return std::nullopt;
      if (tag.name == "comment") return string_expr("");
      if (tag.name == "verbatim") return string_expr(*text);
      return expression(without_entities(*text));
    }
    if (tag.name == "if") return condition(tag);
    if (tag.name == "then" || tag.name == "else") {
      // A mark for the enclosing element: the clause and its name.
      MaybeExpr body = content(tag);
      if (!body) return std::nullopt;
      return make_normal(Expr(sym::TemplateObject), {*body, string_expr(tag.name)});
    }
    if (tag.name == "which") {
      MaybeExpr body = content(tag);
      if (!body) return std::nullopt;
      std::vector<Expr> cases;
      for (const Expr& piece : body->args()) {
        if (piece.has_head(sym::TemplateIf)) cases.push_back(piece);
        else if (piece.has_head(sym::TemplateObject, 2)) cases.push_back(piece[0]);
      }
      return nested_conditions(cases);
    }
    if (tag.name == "sequence") return sequence(tag);
    if (tag.name == "with") {
      std::vector<Expr> rules;
      for (const auto& [name, code] : tag.attributes) {
        MaybeExpr value = parsed(code);
        if (!value) return std::nullopt;
        rules.push_back(make_rule(string_expr(name), make_normal(Expr(sym::TemplateExpression), {*value})));
      }
      MaybeExpr body = content(tag);
      if (!body) return std::nullopt;
      return make_normal(Expr(sym::TemplateWith), {make_list(std::move(rules)), *body});
    }
    if (tag.name == "template") return content(tag);
    if (tag.name == "get") {
      const auto path = file_argument(string_expr(attribute(tag, "path")));
      std::string reason;
      auto bytes = path ? read_whole_file(*path, reason) : std::nullopt;
      if (!bytes) return fail("nofile", attribute(tag, "path"));
      if (!tag.empty && !content(tag)) return std::nullopt;
      const std::string file = repair_utf8(std::move(*bytes));
      auto pieces = XmlTemplateReader(call_, file).read();
      if (!pieces) {
        failed_ = true;
        return std::nullopt;
      }
      return make_list(std::move(*pieces));
    }
    return fail("tag", tag.name);
  }

  // Pieces up to </wolfram:name> (or the end of the text for ""), which is passed.
  std::optional<std::vector<Expr>> read_until(const std::string& name) {
    std::vector<Expr> pieces;
    const auto add_text = [&](std::size_t begin, std::size_t end) {
      if (end > begin) pieces.push_back(string_expr(text_.substr(begin, end - begin)));
    };
    while (true) {
      const auto tag = next_tag(position_);
      if (!tag) {
        if (!name.empty()) return fail("tag", name);
        add_text(position_, text_.size());
        position_ = text_.size();
        return pieces;
      }
      add_text(position_, tag->begin);
      if (tag->closing) {
        if (tag->name != name) return fail("tag", tag->name);
        position_ = tag->end;
        return pieces;
      }
      MaybeExpr piece = element(*tag);
      if (!piece) return std::nullopt;
      if (!piece->is_string() || !piece->string_value().empty()) pieces.push_back(std::move(*piece));
    }
  }

  const Call& call_;
  std::string_view text_;
  std::size_t position_ = 0;
  bool failed_ = false;
};

// XMLTemplate["text"], XMLTemplate[File["file"]], XMLTemplate[form, args]
MaybeExpr builtin_XMLTemplate(Call& call) {
  return make_template(call, [](const Call& given, std::string_view text) { return XmlTemplateReader(given, text).read(); });
}

constexpr Builtin kBuiltins[] = {
    {.name = "XMLTemplate",
     .fn = builtin_XMLTemplate,
     .arity = between(1, 2),
     .usage = "XMLTemplate[\"text\"] gives a TemplateObject in which <wolfram:slot id='name'/>, <wolfram:expr>expr</wolfram:expr> and other tags\n"
              "of the wolfram name space are filled in when it is applied.\n"
              "XMLTemplate[File[\"file\"]] reads the text from a file.",
     .options = "{CombinerFunction -> StringJoin, InsertionFunction -> TextString, MetaInformation -> <||>}",
     .messages = {{"tag", "The tag wolfram:`1` is not known, or not opened and closed in pairs."},
                  {"texpr", "The template expression `1` is not valid input."},
                  {"nofile", "The template file `1` cannot be read."}}},
};

}  // namespace

void register_xml_template(Registry& r) { r.add(kBuiltins); }
}  // namespace lykos::builtins
