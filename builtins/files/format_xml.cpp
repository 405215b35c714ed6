// format_xml.cpp - XML as expressions: XMLObject["Document"][{...}, XMLElement["tag", {attr -> value, ...}, {...}], {...}].
//
// A recursive reader of well-formed documents: elements, attributes, entities, CDATA, comments, processing instructions and the
// document type (kept as text). White space between elements is dropped, as text that is only formatting.
#include <algorithm>
#include <map>

#include "builtins/files/formats.h"
#include "builtins/strings/text.h"
#include "builtins/support.h"

namespace lykos::builtins {
namespace {

constexpr std::string_view kXmlns = "http://www.w3.org/2000/xmlns/";
constexpr std::string_view kXmlNamespace = "http://www.w3.org/XML/1998/namespace";
constexpr int kDeepest = 2000;

struct XmlError {
  std::size_t offset;
  std::string what;
};

Expr xml_object(const char* kind, std::vector<Expr> args) {
  return make_normal(make_normal(Expr::symbol("XMLObject"), {Expr::string(kind)}), std::move(args));
}
Expr xml_element(const Expr& tag, const Expr& attributes, const Expr& children) { return make_normal(Expr::symbol("XMLElement"), {tag, attributes, children}); }
Expr rule(const Expr& left, const Expr& right) { return make_normal(sym::Rule, {left, right}); }

class XmlReader {
 public:
  explicit XmlReader(std::string_view text) : text_(text) {}

  Expr document() {
    Builder before(sym::List);
    Builder after(sym::List);
    Expr root;
    bool seen = false;
    for (;;) {
      skip_blanks();
      if (at_ >= text_.size()) break;
      if (text_[at_] != '<') fail("text outside of the root element");
      if (MaybeExpr other = declaration_like()) {
        (seen ? after : before).push(*other);
        continue;
      }
      if (seen) fail("a second root element");
      root = element({}, 0);
      seen = true;
    }
    if (!seen) fail("no root element");
    return xml_object("Document", {before.finish(), root, after.finish()});
  }

 private:
  using Namespaces = std::map<std::string, std::string>;

  [[noreturn]] void fail(const char* what) const { throw XmlError{at_, what}; }
  bool ahead(std::string_view word) const { return text_.substr(at_, word.size()) == word; }
  void skip_blanks() {
    while (at_ < text_.size() && (text_[at_] == ' ' || text_[at_] == '\t' || text_[at_] == '\n' || text_[at_] == '\r')) ++at_;
  }
  std::string_view until(std::string_view end) {
    const std::size_t stop = text_.find(end, at_);
    if (stop == std::string_view::npos) fail("unexpected end of the document");
    const std::string_view part = text_.substr(at_, stop - at_);
    at_ = stop + end.size();
    return part;
  }
  std::string name() {
    const std::size_t begin = at_;
    while (at_ < text_.size()) {
      const auto c = static_cast<unsigned char>(text_[at_]);
      if (c >= 0x80 || std::isalnum(c) != 0 || c == '_' || c == ':' || c == '-' || c == '.') ++at_;
      else break;
    }
    if (begin == at_) fail("a name is expected");
    return std::string(text_.substr(begin, at_ - begin));
  }

  std::string decoded(std::string_view raw) const {
    std::string out;
    for (std::size_t i = 0; i < raw.size(); ++i) {
      if (raw[i] != '&') {
        out += raw[i];
        continue;
      }
      const std::size_t end = raw.find(';', i);
      if (end == std::string_view::npos) {
        out += raw[i];
        continue;
      }
      const std::string_view entity = raw.substr(i + 1, end - i - 1);
      if (entity == "lt") out += '<';
      else if (entity == "gt") out += '>';
      else if (entity == "amp") out += '&';
      else if (entity == "quot") out += '"';
      else if (entity == "apos") out += '\'';
      else if (entity.size() > 1 && entity[0] == '#') {
        const bool hex = entity[1] == 'x' || entity[1] == 'X';
        append_character(out, static_cast<char32_t>(std::strtoul(std::string(entity.substr(hex ? 2 : 1)).c_str(), nullptr, hex ? 16 : 10)));
      } else {
        out += '&';
        out += entity;
        out += ';';
      }
      i = end;
    }
    return out;
  }

  // <?xml ...?>, <?target ...?>, <!-- -->, <!DOCTYPE ...>; nullopt before an element.
  MaybeExpr declaration_like() {
    if (ahead("<!--")) {
      at_ += 4;
      return xml_object("Comment", {string_expr(until("-->"))});
    }
    if (ahead("<?")) {
      at_ += 2;
      const std::string target = name();
      skip_blanks();
      if (target != "xml") {
        const std::string_view rest = until("?>");
        return rest.empty() ? xml_object("ProcessingInstruction", {Expr::string(target)}) : xml_object("ProcessingInstruction", {Expr::string(target), string_expr(rest)});
      }
      std::vector<Expr> rules;
      while (!ahead("?>")) {
        if (at_ >= text_.size()) fail("unexpected end of the document");
        std::string key = name();
        const std::string value = attribute_value();
        key[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(key[0])));
        rules.push_back(rule(Expr::string(key), Expr::string(value)));
        skip_blanks();
      }
      at_ += 2;
      return xml_object("Declaration", std::move(rules));
    }
    if (ahead("<!DOCTYPE")) {
      at_ += 9;
      skip_blanks();
      const std::string root = name();
      skip_blanks();
      std::vector<Expr> args{Expr::string(root)};
      const auto quoted = [&]() -> Expr {
        skip_blanks();
        const char quote = text_[at_++];
        return string_expr(until(std::string_view(&quote, 1)));
      };
      if (ahead("PUBLIC")) {
        at_ += 6;
        const Expr id = quoted();
        args.push_back(rule(Expr::string("Public"), id));
        skip_blanks();
        if (at_ < text_.size() && (text_[at_] == '"' || text_[at_] == '\'')) args.push_back(rule(Expr::string("System"), quoted()));
      } else if (ahead("SYSTEM")) {
        at_ += 6;
        args.push_back(rule(Expr::string("System"), quoted()));
      }
      skip_blanks();
      if (ahead("[")) {
        ++at_;
        args.push_back(rule(Expr::string("InternalSubset"), string_expr(until("]"))));
        skip_blanks();
      }
      if (!ahead(">")) fail("the document type is not closed");
      ++at_;
      return xml_object("Doctype", std::move(args));
    }
    return std::nullopt;
  }

  std::string attribute_value() {
    skip_blanks();
    if (!ahead("=")) fail("an attribute without a value");
    ++at_;
    skip_blanks();
    if (at_ >= text_.size() || (text_[at_] != '"' && text_[at_] != '\'')) fail("an attribute value must be quoted");
    const char quote = text_[at_++];
    return decoded(until(std::string_view(&quote, 1)));
  }

  // A name with its namespace: the bare name where it is that of the enclosing element or none.
  Expr qualified(const std::string& written, const Namespaces& spaces, const std::string& enclosing, bool attribute) const {
    const std::size_t colon = written.find(':');
    const std::string prefix = colon == std::string::npos ? std::string() : written.substr(0, colon);
    const std::string local = colon == std::string::npos ? written : written.substr(colon + 1);
    if (attribute && prefix.empty()) return Expr::string(written);
    std::string space;
    if (prefix == "xml") space = kXmlNamespace;
    else if (const auto found = spaces.find(prefix); found != spaces.end()) space = found->second;
    else if (!prefix.empty()) return Expr::string(written);
    if (!attribute && space == enclosing) return Expr::string(local);
    return make_list({Expr::string(space), Expr::string(local)});
  }

  Expr element(Namespaces spaces, int depth, const std::string& enclosing = {}) {
    if (depth > kDeepest) fail("elements are nested too deeply");
    ++at_;   // <
    const std::string tag = name();
    std::vector<std::pair<std::string, std::string>> given;
    bool empty = false;
    for (;;) {
      skip_blanks();
      if (ahead("/>")) {
        at_ += 2;
        empty = true;
        break;
      }
      if (ahead(">")) {
        ++at_;
        break;
      }
      if (at_ >= text_.size()) fail("unexpected end of the document");
      std::string key = name();
      std::string value = attribute_value();
      if (key == "xmlns") spaces[""] = value;
      else if (key.starts_with("xmlns:")) spaces[key.substr(6)] = value;
      given.emplace_back(std::move(key), std::move(value));
    }
    Builder attributes(sym::List);
    for (const auto& [key, value] : given) {
      Expr left;
      if (key == "xmlns") left = make_list({string_expr(kXmlns), Expr::string("xmlns")});
      else if (key.starts_with("xmlns:")) left = make_list({string_expr(kXmlns), Expr::string(key.substr(6))});
      else left = qualified(key, spaces, {}, true);
      attributes.push(rule(left, Expr::string(value)));
    }
    const std::size_t colon = tag.find(':');
    const std::string prefix = colon == std::string::npos ? std::string() : tag.substr(0, colon);
    const auto own = spaces.find(prefix);
    const std::string space = own == spaces.end() ? std::string() : own->second;
    // A namespace that the element itself declares as the default goes without saying.
    const bool declared_here = prefix.empty() && std::any_of(given.begin(), given.end(), [](const auto& a) { return a.first == "xmlns"; });
    const Expr head = declared_here ? Expr::string(tag) : qualified(tag, spaces, enclosing, false);
    Builder children(sym::List);
    std::string run;
    const auto flush = [&] {
      if (run.find_first_not_of(" \t\r\n") != std::string::npos) {
        const std::size_t first = run.find_first_not_of(" \t\r\n");
        const std::size_t last = run.find_last_not_of(" \t\r\n");
        children.push(string_expr(std::string_view(run).substr(first, last - first + 1)));
      }
      run.clear();
    };
    while (!empty) {
      if (at_ >= text_.size()) fail("an element is not closed");
      if (ahead("</")) {
        at_ += 2;
        if (name() != tag) fail("the end tag does not match the start tag");
        skip_blanks();
        if (!ahead(">")) fail("the end tag is not closed");
        ++at_;
        break;
      }
      if (ahead("<![CDATA[")) {
        at_ += 9;
        run += until("]]>");
        continue;
      }
      if (text_[at_] != '<') {
        const std::size_t stop = std::min(text_.find('<', at_), text_.size());
        run += decoded(text_.substr(at_, stop - at_));
        at_ = stop;
        continue;
      }
      flush();
      if (MaybeExpr other = declaration_like()) children.push(*other);
      else children.push(element(spaces, depth + 1, space));
    }
    flush();
    return xml_element(head, attributes.finish(), children.finish());
  }

  std::string_view text_;
  std::size_t at_ = 0;
};

void collect_text(const Expr& e, std::string& out) {
  if (e.is_string()) {
    if (!out.empty() && out.back() != '\n') out += '\n';
    out += e.string_value();
  } else if (e.is_normal() && e.size() >= 2) {
    const Expr& inside = e.size() == 3 && e.head().is_symbol() ? e[2] : e[1];
    if (inside.is_list()) {
      for (const Expr& child : inside.args()) collect_text(child, out);
    } else {
      collect_text(inside, out);
    }
  }
}

Expr import_xml(const ImportRequest& request) {
  const std::string element = request.element("XMLObject");
  const std::string text = request.text();
  try {
    const Expr document = XmlReader(text).document();
    if (element == "XMLObject" || element == "SymbolicXML") return document;
    if (element == "XMLElement") return document[1];
    if (element == "Plaintext") {
      std::string plain;
      collect_text(document[1], plain);
      return Expr::string(plain);
    }
    return request.unknown_element();
  } catch (const XmlError& error) {
    return request.malformed(text, error.offset, error.what);
  }
}

std::string escaped(std::string_view text, bool attribute) {
  std::string out;
  for (const char c : text) {
    if (c == '&') out += "&amp;";
    else if (c == '<') out += "&lt;";
    else if (c == '>') out += "&gt;";
    else if (c == '\'' && attribute) out += "&apos;";
    else out += c;
  }
  return out;
}

bool is_element(const Expr& e) { return e.is_normal() && e.head() == Expr::symbol("XMLElement") && e.size() == 3 && e[1].is_list() && e[2].is_list(); }

std::string local_name(const Expr& tag) {
  if (tag.is_string()) return tag.string_value();
  return tag.is_list() && tag.size() == 2 && tag[1].is_string() ? tag[1].string_value() : std::string();
}

// Elements that hold elements only are indented by a blank a level; mixed content keeps its text as it is.
bool write_xml(const Expr& e, std::string& out, std::size_t depth) {
  const std::string indent(depth, ' ');
  if (e.is_string()) {
    out += escaped(e.string_value(), false);
    return true;
  }
  if (is_element(e)) {
    const std::string tag = local_name(e[0]);
    if (tag.empty()) return false;
    out += "<" + tag;
    for (const Expr& attribute : e[1].args()) {
      if (!attribute.is_rule() || !attribute[1].is_string()) return false;
      std::string key = local_name(attribute[0]);
      if (key.empty()) return false;
      if (attribute[0].is_list() && attribute[0][0] == string_expr(kXmlns) && key != "xmlns") key = "xmlns:" + key;
      out += " " + key + "='" + escaped(attribute[1].string_value(), true) + "'";
    }
    if (e[2].size() == 0) {
      out += " />";
      return true;
    }
    out += ">";
    const bool mixed = std::any_of(e[2].args().begin(), e[2].args().end(), [](const Expr& child) { return child.is_string(); });
    for (const Expr& child : e[2].args()) {
      if (!mixed) out += "\n" + indent + " ";
      if (!write_xml(child, out, depth + 1)) return false;
    }
    if (!mixed) out += "\n" + indent;
    out += "</" + tag + ">";
    return true;
  }
  if (!e.is_normal() || !e.head().is_normal() || e.head().size() != 1 || !e.head()[0].is_string()) return false;
  const std::string& kind = e.head()[0].string_value();
  if (kind == "Document" && e.size() >= 2) {
    const auto part = [&](const Expr& given) {
      if (!given.is_list()) return write_xml(given, out, 0);
      for (const Expr& one : given.args()) {
        if (!write_xml(one, out, 0)) return false;
        out += "\n";
      }
      return true;
    };
    if (!part(e[0]) || !write_xml(e[1], out, 0)) return false;
    if (e.size() < 3 || (e[2].is_list() && e[2].size() == 0)) return true;
    out += "\n";
    return part(e[2]);
  }
  if (kind == "Comment" && e.size() == 1 && e[0].is_string()) {
    out += "<!--" + e[0].string_value() + "-->";
    return true;
  }
  if (kind == "CDATASection" && e.size() == 1 && e[0].is_string()) {
    out += "<![CDATA[" + e[0].string_value() + "]]>";
    return true;
  }
  if (kind == "ProcessingInstruction" && e.size() >= 1 && e[0].is_string()) {
    out += "<?" + e[0].string_value() + (e.size() > 1 && e[1].is_string() ? " " + e[1].string_value() : std::string()) + "?>";
    return true;
  }
  if (kind == "Declaration") {
    out += "<?xml";
    for (const Expr& field : e.args()) {
      if (!field.is_rule() || !field[0].is_string() || !field[1].is_string()) return false;
      out += " " + to_lower(field[0].string_value()) + "='" + field[1].string_value() + "'";
    }
    out += "?>";
    return true;
  }
  if (kind == "Doctype" && e.size() >= 1 && e[0].is_string()) {
    out += "<!DOCTYPE " + e[0].string_value();
    bool public_given = false;
    for (const Expr& field : e.args().subspan(1)) {
      if (!field.is_rule() || !field[0].is_string() || !field[1].is_string()) return false;
      const std::string& key = field[0].string_value();
      if (key == "Public") {
        out += " PUBLIC '" + field[1].string_value() + "'";
        public_given = true;
      } else if (key == "System") {
        out += (public_given ? std::string() : std::string(" SYSTEM")) + " '" + field[1].string_value() + "'";
      } else if (key == "InternalSubset") {
        out += " [" + field[1].string_value() + "]";
      }
    }
    out += ">";
    return true;
  }
  return false;
}

std::optional<std::string> export_xml(const ExportRequest& request) {
  std::string out;
  if (!write_xml(request.value, out, 0)) return request.fail("nodta", {request.value, string_expr(request.format)});
  return request.encoded(std::move(out));
}

}  // namespace

void register_xml_format() {
  register_format({"XML", {"xml", "svg", "xhtml", "kml", "rss", "atom"}, import_xml, export_xml, false, {"Plaintext", "SymbolicXML", "XMLElement", "XMLObject"}});
}

}  // namespace lykos::builtins
