// message_layout.cpp - see message_layout.h.
//
// A text that fits a line of its own moves below its label. Any other is broken between its fragments - the stretches of the
// template and the expressions in its slots - at the last place that leaves the first line at least half full; a fragment longer
// than a line is broken at its blanks.
#include "repl/message_layout.h"

#include <string_view>
#include <vector>

#include "expr/symbol.h"
#include "formatting/formatting.h"
#include "formatting/text_width.h"

namespace lykos {
namespace {

// Indents: below the label, after a broken blank, after a blank that stays at the end of its line.
constexpr std::size_t kBelowLabel = 3;
constexpr std::size_t kAfterBlank = 5;
constexpr std::size_t kAfterKeptBlank = 4;

// The fragments of a StringForm; false when one of them takes several lines.
bool read_fragments(const Expr& form, std::vector<std::string>& fragments) {
  const std::string& pattern = form[0].string_value();
  std::size_t next_argument = 1;
  std::string literal;
  const auto flush = [&] {
    if (!literal.empty()) fragments.push_back(std::exchange(literal, {}));
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
    fragments.push_back(quoted ? "\"" + shown + "\"" : shown);
    i = quoted ? end + 1 : end;
  }
  flush();
  return literal.find('\n') == std::string::npos;
}

class Lines {
 public:
  Lines(std::string label, std::size_t width) : width_(width), line_(std::move(label)) {}

  void add(const std::string& fragment, bool may_break_before) {
    const std::size_t used = text_width(line_);
    const std::size_t needed = text_width(fragment);
    if (used + needed <= width_) {
      line_ += fragment;
      return;
    }
    const bool late = used * 2 >= width_;
    if (may_break_before && (late || kBelowLabel + needed > width_) && needed + kAfterBlank <= width_) {
      if (fragment.front() == ' ') return new_line(kAfterBlank, fragment.substr(1));
      if (line_.back() == ' ') return new_line(kAfterKeptBlank, fragment);
    }
    words(fragment);
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
  void words(const std::string& fragment) {
    std::size_t begin = 0;
    while (begin < fragment.size()) {
      std::size_t end = fragment.find(' ', begin + 1);
      if (end == std::string::npos) end = fragment.size();
      const std::string word = fragment.substr(begin, end - begin);
      if (text_width(line_) + text_width(word) > width_ && word.front() == ' ') {
        new_line(kAfterBlank, word.substr(1));
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
  std::vector<std::string> fragments;
  if (!read_fragments(text, fragments) || fragments.empty()) return {};
  std::string whole;
  for (const std::string& fragment : fragments) whole += fragment;
  const std::size_t label_width = text_width(label);
  if (label_width + text_width(whole) <= width) return {};
  if (kBelowLabel + text_width(whole) < width) return label + "\n" + std::string(kBelowLabel, ' ') + whole;
  // The text begins below the label when its first fragments leave the first line mostly empty.
  std::size_t first_line = label_width;
  for (const std::string& fragment : fragments) {
    if (first_line + text_width(fragment) > width) break;
    first_line += text_width(fragment);
  }
  Lines lines(label, width);
  if (first_line * 2 < width) lines.new_line(kBelowLabel, "");
  for (std::size_t i = 0; i < fragments.size(); ++i) lines.add(fragments[i], i > 0);
  return lines.take();
}

}  // namespace lykos
