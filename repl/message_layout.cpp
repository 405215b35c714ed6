// message_layout.cpp - see message_layout.h.
//
// A text behind a label longer than a fifth of the line begins below it. It is broken between its fragments - the stretches of
// the template and the expressions in its slots - where that leaves the line at least half full, and else at the blanks of a
// fragment.
#include "repl/message_layout.h"

#include <string_view>
#include <vector>

#include "expr/symbol.h"
#include "formatting/formatting.h"
#include "formatting/layout.h"
#include "formatting/text_width.h"

namespace lykos {
namespace {

// Indents: below the label, after a broken blank, after a blank that stays at the end of its line, inside an expression.
constexpr std::size_t kBelowLabel = 3;
constexpr std::size_t kAfterBlank = 5;
constexpr std::size_t kAfterKeptBlank = 4;
constexpr std::size_t kInside = 6;

struct Fragment {
  TextBox box;                  // what an expression needs may be several lines high
  bool argument = false;
  bool one_line() const { return box.lines.size() == 1; }
  const std::string& text() const { return box.lines[0]; }
};

// The fragments of a StringForm; false when its template is not one line of text.
bool read_fragments(const Expr& form, std::vector<Fragment>& fragments) {
  const std::string& pattern = form[0].string_value();
  std::size_t next_argument = 1;
  std::string literal;
  const auto flush = [&] {
    if (!literal.empty()) fragments.push_back({text_box(std::exchange(literal, {})), false});
  };
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    if (pattern[i] != '`') {
      literal += pattern[i];
      continue;
    }
    const std::size_t end = pattern.find('`', i + 1);
    const std::string number = end == std::string::npos ? "`" : pattern.substr(i + 1, end - i - 1);
    if (number == ".") {                                        // `.` stands for one such mark
      literal += '`';
      i = end;
      continue;
    }
    if (number.find_first_not_of("0123456789") != std::string::npos) {   // a mark that opens no slot
      literal += '`';
      continue;
    }
    const std::size_t index = number.empty() ? next_argument : static_cast<std::size_t>(std::atoi(number.c_str()));
    if (index == 0 || index >= form.size()) return false;
    next_argument = index + 1;
    TextBox shown = to_output_box(form[index], 0);
    // A text in quotation marks is one fragment with them.
    const bool quoted = literal.ends_with('"') && end + 1 < pattern.size() && pattern[end + 1] == '"';
    if (quoted) {
      literal.pop_back();
      shown = bracket_box("\"", shown, "\"");
    }
    flush();
    fragments.push_back({std::move(shown), true});
    i = quoted ? end + 1 : end;
  }
  flush();
  return literal.find('\n') == std::string::npos;
}

class Lines {
 public:
  Lines(const std::string& label, std::size_t width) : width_(width) { append(text_box(label)); }

  // An expression goes on at kInside, a stretch of the template at kAfterBlank.
  void add(const Fragment& fragment, bool may_break_before) {
    if (used_ + fragment.box.width <= width_) return append(fragment.box);
    const std::size_t indent = fragment.argument ? kInside : kAfterBlank;
    const bool breakable = fragment.one_line();
    if (!may_break_before || (breakable && used_ * 2 < width_)) return breakable ? words(fragment.text(), indent) : append(fragment.box);
    const bool blank = breakable && fragment.text().front() == ' ';
    new_line(blank ? kAfterBlank : kAfterKeptBlank, "");
    if (!breakable) return append(fragment.box);
    words(blank ? fragment.text().substr(1) : fragment.text(), indent);
  }
  std::string take() {
    end_line();
    return std::move(out_);
  }
  void new_line(std::size_t indent, const std::string& text) {
    end_line();
    out_ += '\n';
    append(text_box(std::string(indent, ' ') + text));
  }

 private:
  void append(TextBox box) {
    used_ += box.width;
    line_.push_back(std::move(box));
  }
  void end_line() {
    out_ += box_text(beside(line_));
    line_.clear();
    used_ = 0;
  }
  // Word by word; a word longer than a line stays whole.
  void words(const std::string& fragment, std::size_t indent) {
    std::size_t begin = 0;
    while (begin < fragment.size()) {
      std::size_t end = fragment.find(' ', begin + 1);
      if (end == std::string::npos) end = fragment.size();
      const std::string word = fragment.substr(begin, end - begin);
      if (used_ + text_width(word) > width_ && word.front() == ' ') {
        new_line(indent, word.substr(1));
      } else {
        append(text_box(word));
      }
      begin = end;
    }
  }
  std::size_t width_;
  std::size_t used_ = 0;
  std::string out_;
  std::vector<TextBox> line_;
};

}  // namespace

std::string broken_message(const std::string& label, const Expr& text, std::size_t width) {
  if (!text.has_head(sym::StringForm) || text.size() == 0 || !text[0].is_string()) return {};
  std::vector<Fragment> fragments;
  if (!read_fragments(text, fragments) || fragments.empty()) return {};
  std::size_t whole = 0;
  for (const Fragment& fragment : fragments) whole += fragment.box.width;
  const std::size_t label_width = text_width(label);
  if (label_width + whole <= width) return {};
  Lines lines(label, width);
  if (label_width * 5 > width) lines.new_line(kBelowLabel, "");
  for (std::size_t i = 0; i < fragments.size(); ++i) lines.add(fragments[i], i > 0);
  return lines.take();
}

}  // namespace lykos
