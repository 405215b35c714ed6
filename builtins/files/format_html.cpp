// format_html.cpp - HTML read leniently, as browsers do: its text, title, links, tables, or the whole tree as symbolic XML.
//
// The reader never fails: tags that are not closed end where the HTML standard lets them end (a new list item ends the one before),
// closing tags without an opening one are passed over, and the text of scripts and styles is taken as it is.
#include <algorithm>
#include <map>
#include <memory>

#include "builtins/files/formats.h"
#include "builtins/files/number_text.h"
#include "builtins/strings/text.h"
#include "builtins/support.h"

namespace lykos::builtins {
namespace {

struct Node {
  std::string tag;                                                 // empty: text
  std::string text;
  std::vector<std::pair<std::string, std::string>> attributes;
  std::vector<std::unique_ptr<Node>> children;
};

template <std::size_t N>
bool one_of(std::string_view name, const std::string_view (&names)[N]) {
  return std::find(std::begin(names), std::end(names), name) != std::end(names);
}
constexpr std::string_view kVoid[] = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr"};
constexpr std::string_view kRawText[] = {"script", "style", "textarea", "title"};
constexpr std::string_view kHead[] = {"title", "meta", "link", "base", "style", "script"};
constexpr std::string_view kBlocks[] = {"address", "article", "aside", "blockquote", "body", "dd", "div", "dl", "dt", "fieldset", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6",
                                        "header", "hr", "html", "li", "main", "nav", "ol", "p", "pre", "section", "table", "tbody", "tfoot", "thead", "tr", "ul", "option", "title"};

bool closes(std::string_view open, std::string_view opening) {
  static constexpr std::string_view kRowParts[] = {"td", "th"};
  static constexpr std::string_view kTableParts[] = {"tbody", "thead", "tfoot"};
  if (open == "p") return one_of(opening, kBlocks) && opening != "option";
  if (open == "li") return opening == "li";
  if (open == "dt" || open == "dd") return opening == "dt" || opening == "dd";
  if (open == "option") return opening == "option";
  if (one_of(open, kRowParts)) return one_of(opening, kRowParts) || opening == "tr" || one_of(opening, kTableParts);
  if (open == "tr") return opening == "tr" || one_of(opening, kTableParts);
  if (one_of(open, kTableParts)) return one_of(opening, kTableParts);
  return open == "head" && opening == "body";
}
// Where the search for an element to end stops.
bool is_boundary(std::string_view open, std::string_view opening) {
  if (opening == "li") return open == "ul" || open == "ol";
  if (opening == "dt" || opening == "dd") return open == "dl";
  return open == "table" || open == "body" || open == "html" || open == "div" || open == "td" || open == "th";
}

void append_entity(std::string& out, std::string_view name) {
  static const std::map<std::string, char32_t, std::less<>> kNamed = {
      {"lt", '<'}, {"gt", '>'}, {"amp", '&'}, {"quot", '"'}, {"apos", '\''}, {"nbsp", 0xA0}, {"copy", 0xA9}, {"reg", 0xAE}, {"trade", 0x2122}, {"hellip", 0x2026}, {"mdash", 0x2014},
      {"ndash", 0x2013}, {"lsquo", 0x2018}, {"rsquo", 0x2019}, {"ldquo", 0x201C}, {"rdquo", 0x201D}, {"laquo", 0xAB}, {"raquo", 0xBB}, {"bull", 0x2022}, {"middot", 0xB7}, {"deg", 0xB0},
      {"times", 0xD7}, {"divide", 0xF7}, {"plusmn", 0xB1}, {"euro", 0x20AC}, {"pound", 0xA3}, {"yen", 0xA5}, {"cent", 0xA2}, {"sect", 0xA7}, {"para", 0xB6}, {"micro", 0xB5}, {"frac12", 0xBD},
      {"frac14", 0xBC}, {"frac34", 0xBE}, {"sup2", 0xB2}, {"sup3", 0xB3}, {"larr", 0x2190}, {"uarr", 0x2191}, {"rarr", 0x2192}, {"darr", 0x2193}, {"infin", 0x221E}, {"ne", 0x2260},
      {"le", 0x2264}, {"ge", 0x2265}, {"minus", 0x2212}, {"shy", 0xAD}, {"iexcl", 0xA1}, {"iquest", 0xBF}, {"szlig", 0xDF}, {"aelig", 0xE6}, {"AElig", 0xC6}, {"oslash", 0xF8}, {"Oslash", 0xD8},
      {"aring", 0xE5}, {"Aring", 0xC5}, {"ccedil", 0xE7}, {"Ccedil", 0xC7}, {"ntilde", 0xF1}, {"Ntilde", 0xD1}, {"auml", 0xE4}, {"ouml", 0xF6}, {"uuml", 0xFC}, {"euml", 0xEB}, {"iuml", 0xEF},
      {"Auml", 0xC4}, {"Ouml", 0xD6}, {"Uuml", 0xDC}, {"aacute", 0xE1}, {"eacute", 0xE9}, {"iacute", 0xED}, {"oacute", 0xF3}, {"uacute", 0xFA}, {"Eacute", 0xC9}, {"agrave", 0xE0},
      {"egrave", 0xE8}, {"igrave", 0xEC}, {"ograve", 0xF2}, {"ugrave", 0xF9}, {"acirc", 0xE2}, {"ecirc", 0xEA}, {"icirc", 0xEE}, {"ocirc", 0xF4}, {"ucirc", 0xFB},
      {"alpha", 0x3B1}, {"beta", 0x3B2}, {"gamma", 0x3B3}, {"delta", 0x3B4}, {"pi", 0x3C0}, {"sigma", 0x3C3}, {"omega", 0x3C9}, {"Omega", 0x3A9}};
  if (name.size() > 1 && name[0] == '#') {
    const bool hex = name[1] == 'x' || name[1] == 'X';
    const unsigned long code = std::strtoul(std::string(name.substr(hex ? 2 : 1)).c_str(), nullptr, hex ? 16 : 10);
    append_character(out, code == 0 || code > 0x10FFFF ? 0xFFFD : static_cast<char32_t>(code));
    return;
  }
  if (const auto found = kNamed.find(name); found != kNamed.end()) {
    append_character(out, found->second);
  } else {
    out += '&';
    out += name;
    out += ';';
  }
}

std::string without_entities(std::string_view raw) {
  std::string out;
  for (std::size_t i = 0; i < raw.size();) {
    const std::size_t end = raw[i] == '&' ? raw.find(';', i) : std::string_view::npos;
    if (end == std::string_view::npos || end - i > 12 || end == i + 1) {
      out += raw[i++];
      continue;
    }
    append_entity(out, raw.substr(i + 1, end - i - 1));
    i = end + 1;
  }
  return out;
}

class HtmlReader {
 public:
  explicit HtmlReader(std::string_view text) : text_(text) {}

  // The element <html>, with <head> and <body> in it whatever the text has.
  std::unique_ptr<Node> document() {
    root_ = std::make_unique<Node>();
    root_->tag = "html";
    open_ = {root_.get()};
    while (at_ < text_.size()) {
      if (text_[at_] == '<' && markup()) continue;
      const std::size_t end = std::min(text_.find('<', at_ + 1), text_.size());
      add_text(without_entities(text_.substr(at_, end - at_)));
      at_ = end;
    }
    return std::move(root_);
  }

 private:
  static bool is_name(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '-' || c == '_' || c == ':' || c == '.'; }
  static bool is_blank(std::string_view text) { return text.find_first_not_of(" \t\r\n\f") == std::string_view::npos; }

  Node& section(const char* name) {
    for (const auto& child : root_->children) {
      if (child->tag == name) return *child;
    }
    root_->children.push_back(std::make_unique<Node>());
    root_->children.back()->tag = name;
    return *root_->children.back();
  }
  void add_text(std::string text) {
    if (open_.size() == 1) {
      if (is_blank(text)) return;
      open_.push_back(&section("body"));
    }
    if (open_.back()->tag == "head" && !is_blank(text)) {
      open_.pop_back();
      open_.push_back(&section("body"));
    }
    auto node = std::make_unique<Node>();
    node->text = std::move(text);
    open_.back()->children.push_back(std::move(node));
  }

  void open_element(std::unique_ptr<Node> node, bool empty) {
    const std::string tag = node->tag;
    if (tag == "html") {
      root_->attributes.insert(root_->attributes.end(), node->attributes.begin(), node->attributes.end());
      return;
    }
    if (tag == "head" || tag == "body") {
      Node& place = section(tag.c_str());
      place.attributes.insert(place.attributes.end(), node->attributes.begin(), node->attributes.end());
      open_ = {root_.get(), &place};
      return;
    }
    if (open_.size() == 1) open_.push_back(&section(one_of(tag, kHead) ? "head" : "body"));
    else if (open_.size() == 2 && open_.back()->tag == "head" && !one_of(tag, kHead) && tag != "noscript") open_.back() = &section("body");
    // Elements that end where this one begins.
    for (std::size_t i = open_.size(); i-- > 2;) {
      if (closes(open_[i]->tag, tag)) {
        open_.resize(i);
        continue;
      }
      if (is_boundary(open_[i]->tag, tag)) break;
    }
    Node* added = node.get();
    open_.back()->children.push_back(std::move(node));
    if (empty || one_of(tag, kVoid) || open_.size() > 1000) return;
    if (one_of(tag, kRawText)) {
      const std::string close = "</" + tag;
      std::size_t end = at_;
      while (end < text_.size() && to_lower(text_.substr(end, close.size())) != close) end = std::min(text_.find('<', end + 1), text_.size());
      auto content = std::make_unique<Node>();
      const std::string_view raw = text_.substr(at_, end - at_);
      content->text = tag == "script" || tag == "style" ? std::string(raw) : without_entities(raw);
      if (!content->text.empty()) added->children.push_back(std::move(content));
      at_ = std::min(text_.find('>', end), text_.size());
      if (at_ < text_.size()) ++at_;
      return;
    }
    open_.push_back(added);
  }

  // A tag, comment or declaration at '<'; false when it is only a character.
  bool markup() {
    const auto skip_past = [&](std::string_view end) {
      const std::size_t found = text_.find(end, at_);
      at_ = found == std::string_view::npos ? text_.size() : found + end.size();
      return true;
    };
    if (text_.substr(at_, 4) == "<!--") return skip_past("-->");
    if (text_.substr(at_, 2) == "<!" || text_.substr(at_, 2) == "<?") return skip_past(">");
    std::size_t i = at_ + 1;
    const bool closing = i < text_.size() && text_[i] == '/';
    if (closing) ++i;
    if (i >= text_.size() || std::isalpha(static_cast<unsigned char>(text_[i])) == 0) return closing ? skip_past(">") : false;
    auto node = std::make_unique<Node>();
    const std::size_t name_at = i;
    while (i < text_.size() && is_name(text_[i])) ++i;
    node->tag = to_lower(text_.substr(name_at, i - name_at));
    bool empty = false;
    while (i < text_.size() && text_[i] != '>') {
      if (!is_name(text_[i])) {
        empty = text_[i] == '/';
        ++i;
        continue;
      }
      empty = false;
      const std::size_t key_at = i;
      while (i < text_.size() && is_name(text_[i])) ++i;
      std::string key = to_lower(text_.substr(key_at, i - key_at));
      std::size_t j = text_.find_first_not_of(" \t\r\n", i);
      std::string value = key;
      if (j != std::string_view::npos && text_[j] == '=') {
        j = text_.find_first_not_of(" \t\r\n", j + 1);
        if (j == std::string_view::npos) j = text_.size();
        std::size_t end = j;
        if (j < text_.size() && (text_[j] == '"' || text_[j] == '\'')) {
          end = std::min(text_.find(text_[j], j + 1), text_.size());
          value = without_entities(text_.substr(j + 1, end - std::min(end, j + 1)));
          i = std::min(end + 1, text_.size());
        } else {
          end = std::min(text_.find_first_of(" \t\r\n>", j), text_.size());
          value = without_entities(text_.substr(j, end - j));
          i = end;
        }
      }
      node->attributes.emplace_back(std::move(key), std::move(value));
    }
    at_ = std::min(i + 1, text_.size());
    if (!closing) {
      open_element(std::move(node), empty);
      return true;
    }
    for (std::size_t k = open_.size(); k-- > 1;) {
      if (open_[k]->tag != node->tag) continue;
      open_.resize(std::max<std::size_t>(k, 1));
      break;
    }
    return true;
  }

  std::string_view text_;
  std::size_t at_ = 0;
  std::unique_ptr<Node> root_;
  std::vector<Node*> open_;
};

const Node* first_with_tag(const Node& node, std::string_view tag) {
  if (node.tag == tag) return &node;
  for (const auto& child : node.children) {
    if (const Node* found = first_with_tag(*child, tag)) return found;
  }
  return nullptr;
}

void attribute_values(const Node& node, std::string_view tag, std::string_view key, std::vector<std::string>& values) {
  if (node.tag == tag) {
    for (const auto& [name, value] : node.attributes) {
      if (name == key && std::find(values.begin(), values.end(), value) == values.end()) values.push_back(value);
    }
  }
  for (const auto& child : node.children) attribute_values(*child, tag, key, values);
}

// ---- as text

// Text as a reader sees it: blocks on lines of their own, runs of blanks as one, cells of a row apart by tabs.
class PlainWriter {
 public:
  std::string write(const Node& node) {
    visit(node, false);
    while (!out_.empty() && (out_.back() == '\n' || out_.back() == ' ')) out_.pop_back();
    return std::move(out_);
  }

 private:
  void line_break(int lines) {
    while (!out_.empty() && out_.back() == ' ') out_.pop_back();
    if (out_.empty()) return;
    int have = 0;
    for (std::size_t i = out_.size(); i > 0 && out_[i - 1] == '\n'; --i) ++have;
    for (; have < lines; ++have) out_ += '\n';
  }
  void visit(const Node& node, bool preformatted) {
    const RecursionGuard guard;
    if (node.tag.empty()) {
      for (const char c : node.text) {
        const bool blank = c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f';
        if (preformatted || !blank) out_ += c;
        else if (!out_.empty() && out_.back() != ' ' && out_.back() != '\n' && out_.back() != '\t') out_ += ' ';
      }
      return;
    }
    if (node.tag == "script" || node.tag == "style" || node.tag == "head" || node.tag == "template") return;
    if (node.tag == "br") {
      out_ += '\n';
      return;
    }
    const bool block = one_of(node.tag, kBlocks);
    const bool spaced = node.tag == "p" || (node.tag.size() == 2 && node.tag[0] == 'h' && node.tag[1] >= '1' && node.tag[1] <= '6');
    if (block) line_break(spaced ? 2 : 1);
    bool first_cell = true;
    for (const auto& child : node.children) {
      if (child->tag == "td" || child->tag == "th") {
        if (!first_cell) {
          while (!out_.empty() && out_.back() == ' ') out_.pop_back();
          out_ += '\t';
        }
        first_cell = false;
      }
      visit(*child, preformatted || node.tag == "pre");
    }
    if (block) line_break(spaced ? 2 : 1);
  }
  std::string out_;
};

// ---- tables and lists as data

Expr cell_value(const std::string& text) {
  if (auto number = number_from_text(text)) return *number;
  return Expr::string(text);
}

void rows_of(const Node& node, Builder& rows) {
  for (const auto& child : node.children) {
    if (child->tag == "tr") {
      Builder cells(sym::List);
      for (const auto& cell : child->children) {
        if (cell->tag == "td" || cell->tag == "th") cells.push(cell_value(PlainWriter().write(*cell)));
      }
      rows.push(cells.finish());
    } else if (child->tag != "table") {
      rows_of(*child, rows);
    }
  }
}

void collect_data(const Node& node, Builder& data) {
  const RecursionGuard guard;
  if (node.tag == "table") {
    Builder rows(sym::List);
    rows_of(node, rows);
    data.push(rows.finish());
    return;
  }
  if (node.tag == "ul" || node.tag == "ol") {
    Builder items(sym::List);
    for (const auto& child : node.children) {
      if (child->tag == "li") items.push(cell_value(PlainWriter().write(*child)));
    }
    data.push(items.finish());
    return;
  }
  for (const auto& child : node.children) collect_data(*child, data);
}

// ---- as symbolic XML

Expr symbolic(const Node& node) {
  const RecursionGuard guard;
  if (node.tag.empty()) return Expr::string(node.text);
  Builder attributes(sym::List);
  if (node.tag == "html") {
    attributes.push(make_rule(make_list({Expr::string("http://www.w3.org/2000/xmlns/"), Expr::string("xmlns")}), Expr::string("http://www.w3.org/1999/xhtml")));
  }
  for (const auto& [key, value] : node.attributes) attributes.push(make_rule(Expr::string(key), Expr::string(value)));
  Builder children(sym::List);
  for (const auto& child : node.children) children.push(symbolic(*child));
  return make_normal(Expr::symbol("XMLElement"), {Expr::string(node.tag), attributes.finish(), children.finish()});
}

Expr import_html(const ImportRequest& request) {
  const std::string text = request.text();
  const std::string element = request.element("Plaintext");
  if (element == "Source") return Expr::string(text);
  const std::unique_ptr<Node> root = HtmlReader(text).document();
  if (element == "Plaintext") return Expr::string(PlainWriter().write(*root));
  if (element == "Title") {
    const Node* title = first_with_tag(*root, "title");
    return Expr::string(title == nullptr ? "" : PlainWriter().write(*title));
  }
  if (element == "Hyperlinks" || element == "ImageLinks") {
    std::vector<std::string> links;
    if (element == "Hyperlinks") attribute_values(*root, "a", "href", links);
    else attribute_values(*root, "img", "src", links);
    return string_list(links);
  }
  if (element == "Data" || element == "FullData") {
    Builder data(sym::List);
    collect_data(*root, data);
    return data.finish();
  }
  if (element == "XMLObject") {
    const Expr declaration = make_normal(make_normal(Expr::symbol("XMLObject"), {Expr::string("Declaration")}),
                                         {make_rule(Expr::string("Version"), Expr::string("1.0")), make_rule(Expr::string("Standalone"), Expr::string("yes"))});
    return make_normal(make_normal(Expr::symbol("XMLObject"), {Expr::string("Document")}), {make_list({declaration}), symbolic(*root), make_list({})});
  }
  if (element == "XMLElement") return symbolic(*root);
  return request.unknown_element();
}

}  // namespace

void register_html_format() {
  register_format({"HTML", {"html", "htm"}, import_html, nullptr, false, {"Data", "FullData", "Hyperlinks", "ImageLinks", "Plaintext", "Source", "Title", "XMLElement", "XMLObject"}});
}

}  // namespace lykos::builtins
