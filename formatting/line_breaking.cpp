// line_breaking.cpp - see line_breaking.h.
#include "formatting/line_breaking.h"

#include <algorithm>
#include <cctype>
#include <string_view>

#include "formatting/text_width.h"

namespace lykos {
namespace {

// Where strings begin and end matters only for cutting them; escapes inside must stay whole.
class Breaker {
 public:
  Breaker(const BreakableText& text, std::size_t width, const LineStyle& style) : text_(text.text), places_(text.places), width_(width), style_(style) {}

  std::string run() {
    out_ = style_.first;
    used_ = style_.first.size();
    while (line_ < text_.size()) {
      const std::size_t fits = line_ + bytes_that_fit(std::string_view(text_).substr(line_), width_ > used_ ? width_ - used_ : 1);
      // The blank behind the last word may hang over the edge.
      const std::size_t limit = fits < text_.size() && text_[fits] == ' ' ? fits + 1 : fits;
      if (limit >= text_.size()) break;
      if (const BreakPlace* place = best_place(limit)) {
        end_line(place->offset, style_.further + std::string(static_cast<std::size_t>(std::max(place->depth, 0)), ' '));
      } else if (const std::size_t cut = cut_in_token(fits); cut > line_) {
        out_.append(text_, line_, cut - line_);
        out_ += '\\';
        line_ = cut;
        in_string_ = inside_string_;
        out_ += '\n';
        used_ = 0;
      } else {
        // Nothing to cut: the line is as long as it has to be.
        skip_places();
        if (next_ == places_.size()) break;
        const BreakPlace& next = places_[next_];
        end_line(next.offset, style_.further + std::string(static_cast<std::size_t>(std::max(next.depth, 0)), ' '));
      }
    }
    out_.append(text_, line_, std::string::npos);
    return std::move(out_);
  }

 private:
  void skip_places() {
    while (next_ < places_.size() && places_[next_].offset <= line_) ++next_;
  }

  const BreakPlace* best_place(std::size_t limit) {
    skip_places();
    const BreakPlace* best = nullptr;
    bool early = true;
    std::size_t measured = line_;
    std::size_t filled = used_;
    for (std::size_t i = next_; i < places_.size() && places_[i].offset <= limit; ++i) {
      filled += text_width(std::string_view(text_).substr(measured, places_[i].offset - measured));
      measured = places_[i].offset;
      if (best == nullptr || early || places_[i].depth <= best->depth) best = &places_[i];
      early = filled < width_ / 2;
    }
    return best;
  }

  void end_line(std::size_t offset, std::string indent) {
    out_.append(text_, line_, offset - line_);
    out_ += '\n';
    out_ += indent;
    line_ = offset;
    used_ = indent.size();
    in_string_ = false;         // places are never inside strings
  }

  // Where a string or number that reaches over the edge may be cut; `line_` when nothing may be.
  std::size_t cut_in_token(std::size_t fits) {
    if (fits <= line_ + 1) return line_;
    std::size_t cut = fits - 1;                                  // room for the backslash
    while (cut > line_ && (static_cast<unsigned char>(text_[cut]) & 0xC0U) == 0x80U) --cut;
    bool inside = in_string_;
    std::size_t at = line_;                                      // the last end of a character or escape
    while (at < cut) {
      const std::size_t length = inside && text_[at] == '\\' ? escape_length(at) : 1;
      if (at + length > cut) break;
      if (length == 1 && text_[at] == '"') inside = !inside;
      at += length;
    }
    inside_string_ = inside;
    if (inside) return at;
    return at == cut && digit(cut - 1) && digit(cut) ? cut : line_;
  }
  bool digit(std::size_t i) const { return std::isdigit(static_cast<unsigned char>(text_[i])) != 0; }
  std::size_t escape_length(std::size_t i) const {
    if (i + 1 >= text_.size()) return 1;
    switch (text_[i + 1]) {
      case '[': {
        const std::size_t close = text_.find(']', i);
        return close == std::string::npos ? 2 : close + 1 - i;
      }
      case ':': return 6;
      case '.': return 4;
      case '|': return 8;
      default: return 2;
    }
  }

  const std::string& text_;
  const std::vector<BreakPlace>& places_;
  std::size_t width_;
  const LineStyle& style_;
  std::string out_;
  std::size_t line_ = 0;        // where the current line begins
  std::size_t used_ = 0;        // columns taken before it
  std::size_t next_ = 0;        // the first place behind it
  bool in_string_ = false;      // the line begins inside a string that was cut
  bool inside_string_ = false;
};

}  // namespace

std::string in_lines(const BreakableText& text, std::size_t width, const LineStyle& style) {
  if (width == 0 || text.text.find('\n') != std::string::npos || text_width(text.text) <= width) return text.text;
  return Breaker(text, width, style).run();
}

}  // namespace lykos
