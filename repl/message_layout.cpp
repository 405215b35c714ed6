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
#include "formatting/text_width.h"

namespace lykos {
namespace {

// Indents: below the label, after a broken blank, after a blank that stays at the end of its line, inside an expression.
constexpr std::size_t kBelowLabel = 3;
constexpr std::size_t kAfterBlank = 5;
constexpr std::size_t kAfterKeptBlank = 4;
constexpr std::size_t kInside = 6;

struct Fragment {
  std::string text;
  bool argument = false;
};

// The fragments of a StringForm; false when one of them takes several lines.
bool read_fragments(const Expr& form, std::vector<Fragment>& fragments) {
  const std::string& pattern = form[0].string_value();
  std::size_t next_argument = 1;
  std::string literal;
  const auto flush = [&] {
    if (!literal.empty()) fragments.push_back({std::exchange(literal, {}), false});
  };
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    if (pattern[i] != '`') {
      literal += pattern[i];
      continue;
    }
    const std::size_t end = pattern.find('`', i + 1);
    if (end == std::string::npos) return false;
    const std::string number = pattern.substr(i + 1, end - i - 1);
    const std::size_t index = number.empty() ? next_argument : static_cast<std::size_t>(std::atoi(number.c_str()));
    if (index == 0 || index >= form.size()) return false;
    next_argument = index + 1;
    const std::string shown = to_output_form(form[index], 0);
    if (shown.find('\n') != std::string::npos) return false;
    // A text in quotation marks is one fragment with them.
    const bool quoted = literal.ends_with('"') && end + 1 < pattern.size() && pattern[end + 1] == '"';
    if (quoted) literal.pop_back();
    flush();
    fragments.push_back({quoted ? "\"" + shown + "\"" : shown, true});
    i = quoted ? end + 1 : end;
  }
  flush();
  return literal.find('\n') == std::string::npos;
}

class Lines {
 public:
  Lines(std::string label, std::size_t width) : width_(width), line_(std::move(label)) {}

  // An expression goes on at kInside, a stretch of the template at kAfterBlank.
  void add(const Fragment& fragment, bool may_break_before) {
    const std::size_t used = text_width(line_);
    if (used + text_width(fragment.text) <= width_) {
      line_ += fragment.text;
      return;
    }
    const std::size_t indent = fragment.argument ? kInside : kAfterBlank;
    if (!may_break_before || used * 2 < width_) return words(fragment.text, indent);
    const bool blank = fragment.text.front() == ' ';
    new_line(blank ? kAfterBlank : kAfterKeptBlank, "");
    words(blank ? fragment.text.substr(1) : fragment.text, indent);
  }
  std::string take() {
    out_ += line_;
    return std::move(out_);
  }
  void new_line(std::size_t indent, const std::string& text) {
    out_ += line_ + "\n";
    line_ = std::string(indent, ' ') + text;
  }

 private:
  // Word by word; a word longer than a line stays whole.
  void words(const std::string& fragment, std::size_t indent) {
    std::size_t begin = 0;
    while (begin < fragment.size()) {
      std::size_t end = fragment.find(' ', begin + 1);
      if (end == std::string::npos) end = fragment.size();
      const std::string word = fragment.substr(begin, end - begin);
      if (text_width(line_) + text_width(word) > width_ && word.front() == ' ') {
        new_line(indent, word.substr(1));
      } else {
        line_ += word;
      }
      begin = end;
    }
  }
  std::size_t width_;
  std::string out_;
  std::string line_;
};

}  // namespace

std::string broken_message(const std::string& label, const Expr& text, std::size_t width) {
  if (!text.has_head(sym::StringForm) || text.size() == 0 || !text[0].is_string()) return {};
  std::vector<Fragment> fragments;
  if (!read_fragments(text, fragments) || fragments.empty()) return {};
  std::string whole;
  for (const Fragment& fragment : fragments) whole += fragment.text;
  const std::size_t label_width = text_width(label);
  if (label_width + text_width(whole) <= width) return {};
  Lines lines(label, width);
  if (label_width * 5 > width) lines.new_line(kBelowLabel, "");
  for (std::size_t i = 0; i < fragments.size(); ++i) lines.add(fragments[i], i > 0);
  return lines.take();
}

}  // namespace lykos
