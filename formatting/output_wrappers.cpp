// output_wrappers.cpp - how OutputForm shows display wrappers: forms inside forms, scripts, rows, StringForm, boxes.
#include <algorithm>
#include <utility>

#include "expr/association.h"
#include "expr/number.h"
#include "formatting/linear.h"
#include "formatting/output_printer.h"

namespace lykos {

namespace {

bool has_any_head(const Expr& expr, std::initializer_list<KnownSymbol> heads) {
  return std::any_of(heads.begin(), heads.end(), [&](KnownSymbol head) { return expr.head().is(head); });
}

// One-line text with places to break after its blanks, except inside strings.
void add_breakable_text(Flow& flow, const std::string& text) {
  if (text.find('\n') != std::string::npos) {
    flow.box(text_box(text));
    return;
  }
  std::string chunk;
  bool in_string = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    chunk += c;
    if (in_string && c == '\\' && i + 1 < text.size()) {
      chunk += text[++i];
    } else if (c == '"') {
      in_string = !in_string;
    } else if (c == ' ' && !in_string) {
      flow.text(chunk);
      chunk.clear();
    }
  }
  flow.text(chunk);
}

// What a mark over a letter looks like on a character grid.
const char* accent_text(const Expr& expr) {
  if (expr.has_head(sym::OverBar, 1)) return "_";
  if (expr.has_head(sym::OverTilde, 1)) return "~";
  if (expr.has_head(sym::OverHat, 1)) return "^";
  if (expr.has_head(sym::OverDot, 1)) return ".";
  if (expr.has_head(sym::OverVector, 1)) return "\u2192";
  return nullptr;
}

const char* mark_text(const Expr& expr, bool& above) {
  above = true;
  if (expr.has_head(sym::SuperStar, 1)) return "*";
  if (expr.has_head(sym::SuperPlus, 1)) return "+";
  if (expr.has_head(sym::SuperMinus, 1)) return "-";
  if (expr.has_head(sym::SuperDagger, 1)) return "\u2020";
  above = false;
  if (expr.has_head(sym::SubPlus, 1)) return "+";
  if (expr.has_head(sym::SubMinus, 1)) return "-";
  if (expr.has_head(sym::SubStar, 1)) return "*";
  return nullptr;
}

// Strings among boxes carry their own quotes when they stand for strings of the language.
std::string box_string_text(const std::string& text) {
  if (text.size() < 2 || text.front() != '"' || text.back() != '"') return text;
  std::string out;
  for (std::size_t i = 1; i + 1 < text.size(); ++i) {
    if (text[i] == '\\' && i + 2 < text.size()) ++i;
    out += text[i];
  }
  return out;
}

}  // namespace

bool OutputPrinter::write_wrapper(const Expr& expr, Flow& flow, int& result) {
  if (is_transparent_wrapper(expr) ||
      (expr.size() >= 1 && has_any_head(expr, {sym::HoldForm, sym::Defer, sym::OutputForm, sym::StandardForm,
                                               sym::TraditionalForm, sym::ScriptForm}) && expr.size() == 1)) {
    result = write(expr[0], flow);
    return true;
  }
  if (expr.has_head(sym::Format) && (expr.size() == 1 || expr.size() == 2)) {
    result = write(expr.size() == 2 && expr[1].is_symbol() ? make_normal(expr[1], {expr[0]}) : expr[0], flow);
    return true;
  }
  if (is_number_form(expr)) {
    const auto style = read_number_style(expr);
    if (!style) return false;
    const NumberStyle* saved = std::exchange(number_style_, &*style);
    result = write(expr[0], flow);
    number_style_ = saved;
    return true;
  }
  result = stated_precedence(expr);
  return write_other_form(expr, flow) || write_script_wrapper(expr, flow) || write_row(expr, flow) ||
         write_table(expr, flow) || write_string_form(expr, flow) || write_abbreviation(expr, flow) || write_boxes(expr, flow);
}

// InputForm[x], FullForm[x], TeXForm[x] ... within output show x in that form.
bool OutputPrinter::write_other_form(const Expr& expr, Flow& flow) {
  if (expr.size() < 1) return false;
  if (expr.head().is(sym::InputForm)) {
    add_breakable_text(flow, to_input_form(expr[0]));
  } else if (expr.head().is(sym::FullForm)) {
    add_breakable_text(flow, to_full_form(expr[0]));
  } else if (expr.size() > 1) {
    return false;
  } else if (expr.head().is(sym::TeXForm)) {
    add_breakable_text(flow, to_tex_form(expr[0], 0));
  } else if (expr.head().is(sym::CForm)) {
    add_breakable_text(flow, to_c_form(expr[0]));
  } else if (expr.head().is(sym::FortranForm)) {
    add_breakable_text(flow, to_fortran_form(expr[0]));
  } else if (expr.head().is(sym::MathMLForm)) {
    flow.box(text_box(to_mathml_form(expr[0])));
  } else if (expr.head().is(sym::TreeForm)) {
    flow.box(tree_box(expr[0]));
  } else {
    return false;
  }
  return true;
}

bool OutputPrinter::write_script_wrapper(const Expr& expr, Flow& flow) {
  if (const char* accent = accent_text(expr)) {
    flow.box(over_under_box(box(expr[0]), text_box(accent), TextBox{}));
    return true;
  }
  bool above = false;
  if (const char* mark = mark_text(expr, above)) {
    const TextBox base = box(expr[0], precedence::kPower + 1);
    flow.box(above ? superscript_box(base, text_box(mark)) : subscript_box(base, text_box(mark)));
    return true;
  }
  if (expr.has_head(sym::Subscript) && expr.size() >= 2) {
    std::vector<TextBox> indices;
    for (std::size_t i = 1; i < expr.size(); ++i) {
      if (i > 1) indices.push_back(text_box(", "));
      indices.push_back(script_box(expr[i]));
    }
    flow.box(subscript_box(box(expr[0], precedence::kPower + 1), beside(indices)));
    return true;
  }
  if (expr.has_head(sym::Superscript, 2)) {
    flow.box(superscript_box(box(expr[0], precedence::kPower + 1), script_box(expr[1])));
    return true;
  }
  if (expr.has_head(sym::Subsuperscript, 3)) {
    flow.box(subsuperscript_box(box(expr[0], precedence::kPower + 1), script_box(expr[1]), script_box(expr[2])));
    return true;
  }
  if (expr.has_head(sym::Overscript, 2)) {
    flow.box(over_under_box(box(expr[0]), script_box(expr[1]), TextBox{}));
    return true;
  }
  if (expr.has_head(sym::Underscript, 2)) {
    flow.box(over_under_box(box(expr[0]), TextBox{}, script_box(expr[1])));
    return true;
  }
  if (expr.has_head(sym::Underoverscript, 3)) {
    flow.box(over_under_box(box(expr[0]), script_box(expr[2]), script_box(expr[1])));
    return true;
  }
  return false;
}

bool OutputPrinter::write_row(const Expr& expr, Flow& flow) {
  if (expr.has_head(sym::Row) && expr.size() >= 1 && expr[0].is_list()) {
    const bool separated = expr.size() >= 2 && !expr[1].is_rule();
    for (std::size_t i = 0; i < expr[0].size(); ++i) {
      if (i > 0 && separated) print(expr[1], flow);
      print(expr[0][i], flow);
    }
    return true;
  }
  if (expr.has_head(sym::SequenceForm)) {
    for (const Expr& part : expr.args()) print(part, flow);
    return true;
  }
  if (expr.has_head(sym::Invisible, 1)) {
    const TextBox hidden = box(expr[0]);
    flow.text(std::string(hidden.width, ' '));
    return true;
  }
  if (expr.has_head(sym::Spacer, 1)) {
    flow.text(" ");
    return true;
  }
  if (expr.has_head(sym::PrecedenceForm, 2)) {
    print(expr[0], flow);
    return true;
  }
  if (expr.has_head(sym::Infix) && expr.size() >= 1 && expr.size() <= 4 && expr[0].is_normal()) {
    // Infix[f[a, b], "op"] writes a op b; without the second argument a ~ f ~ b.
    for (std::size_t i = 0; i < expr[0].size(); ++i) {
      if (i > 0) {
        if (expr.size() >= 2) {
          print(expr[1], flow);
        } else {
          flow.text(" ~ ");
          print(expr[0].head(), flow);
          flow.text(" ~ ");
        }
      }
      print(expr[0][i], flow, expr.size() >= 3 ? stated_precedence(expr) + 1 : precedence::kTimes);
    }
    return true;
  }
  if (expr.has_head(sym::Prefix) && expr.size() >= 1 && expr[0].is_normal() && expr[0].size() == 1) {
    print(expr.size() >= 2 ? expr[1] : expr[0].head(), flow);
    if (expr.size() == 1) flow.text(" @ ");
    print(expr[0][0], flow, expr.size() >= 3 ? stated_precedence(expr) : precedence::kCall);
    return true;
  }
  if (expr.has_head(sym::Postfix) && expr.size() >= 1 && expr[0].is_normal() && expr[0].size() == 1) {
    print(expr[0][0], flow, precedence::kCall);
    if (expr.size() == 1) flow.text(" // ");
    print(expr.size() >= 2 ? expr[1] : expr[0].head(), flow);
    return true;
  }
  return false;
}

// StringForm["a `1` b `2`", x, y]: numbered slots, or `` for the next one.
bool OutputPrinter::write_string_form(const Expr& expr, Flow& flow) {
  if (!expr.has_head(sym::StringForm) || expr.size() < 1 || !expr[0].is_string()) return false;
  const std::string& text = expr[0].string_value();
  std::size_t next_slot = 1;
  std::string pending;
  const auto flush = [&] {
    // Words are separate so that long messages can be broken between them.
    std::size_t begin = 0;
    while (begin < pending.size()) {
      std::size_t end = pending.find(' ', begin);
      end = end == std::string::npos ? pending.size() : end + 1;
      if (pending.find('\n', begin) < end) end = pending.size();
      flow.text(std::string_view(pending).substr(begin, end - begin));
      begin = end;
    }
    pending.clear();
  };
  for (std::size_t i = 0; i < text.size();) {
    if (text[i] != '`') {
      pending += text[i++];
      continue;
    }
    const std::size_t close = text.find('`', i + 1);
    if (close == std::string::npos) {
      pending += text[i++];
      continue;
    }
    const std::string inside = text.substr(i + 1, close - i - 1);
    std::size_t slot = 0;
    if (inside == ".") {
      pending += '`';
      i = close + 1;
      continue;
    }
    if (inside.empty()) {
      slot = next_slot;
    } else if (inside.size() <= 4 && inside.find_first_not_of("0123456789") == std::string::npos) {
      slot = static_cast<std::size_t>(std::stoul(inside));
    }
    if (slot == 0 || slot >= expr.size()) {
      pending += text[i++];
      continue;
    }
    next_slot = slot + 1;
    flush();
    print(expr[slot], flow);
    i = close + 1;
  }
  flush();
  return true;
}

bool OutputPrinter::write_abbreviation(const Expr& expr, Flow& flow) {
  if (expr.has_head(sym::Skeleton, 1)) {
    flow.text("<<");
    print(expr[0], flow);
    flow.text(">>");
    return true;
  }
  if (expr.has_head(sym::Short) && (expr.size() == 1 || expr.size() == 2)) {
    double lines = 1;
    if (expr.size() == 2) {
      if (expr[1].is_complex() || !expr[1].is_number()) return false;
      lines = to_double(expr[1]);
    }
    // Lines after the first are indented, as is the first one below a label.
    constexpr double kIndent = 6;
    const double columns = lines * (short_width_ == 0 ? 78 : static_cast<double>(short_width_) - kIndent);
    print(shortened(expr[0], static_cast<std::size_t>(std::clamp(columns, 10.0, 1e7))), flow);
    return true;
  }
  if (expr.has_head(sym::Shallow) && (expr.size() == 1 || expr.size() == 2)) {
    std::int64_t depth = 4;
    std::int64_t length = 10;
    const auto read = [](const Expr& value, std::int64_t& limit) {
      if (value.is_small_integer() && value.small_integer() >= 0) limit = value.small_integer();
      if (value.has_head(sym::DirectedInfinity)) limit = INT64_MAX;
    };
    if (expr.size() == 2 && expr[1].is_list()) {
      if (expr[1].size() >= 1) read(expr[1][0], depth);
      if (expr[1].size() >= 2) read(expr[1][1], length);
    } else if (expr.size() == 2) {
      read(expr[1], depth);
    }
    print(shallow(expr[0], depth, length), flow);
    return true;
  }
  return false;
}

// ---- DisplayForm and RawBoxes: low-level boxes

bool OutputPrinter::write_boxes(const Expr& expr, Flow& flow) {
  if (!expr.has_head(sym::DisplayForm, 1) && !expr.has_head(sym::RawBoxes, 1)) return false;
  write_box_expression(expr[0], flow);
  return true;
}

void OutputPrinter::write_box_expression(const Expr& boxes, Flow& flow) {
  if (++depth_ > kMaxPrintDepth / 10) {
    --depth_;
    flow.text(to_linear(boxes, Dialect::Output));
    return;
  }
  const auto inner = [this](const Expr& part) {
    Flow part_flow;
    write_box_expression(part, part_flow);
    return part_flow.join();
  };
  const std::size_t count = boxes.is_normal() ? boxes.size() : 0;
  if (boxes.is_string()) {
    flow.text(box_string_text(boxes.string_value()));
  } else if (boxes.has_head(sym::RowBox, 1) && boxes[0].is_list()) {
    for (const Expr& part : boxes[0].args()) write_box_expression(part, flow);
  } else if (boxes.has_head(sym::SuperscriptBox) && count >= 2) {
    flow.box(superscript_box(inner(boxes[0]), inner(boxes[1])));
  } else if (boxes.has_head(sym::SubscriptBox) && count >= 2) {
    flow.box(subscript_box(inner(boxes[0]), inner(boxes[1])));
  } else if (boxes.has_head(sym::SubsuperscriptBox) && count >= 3) {
    flow.box(subsuperscript_box(inner(boxes[0]), inner(boxes[1]), inner(boxes[2])));
  } else if (boxes.has_head(sym::FractionBox) && count >= 2) {
    flow.box(fraction_box(inner(boxes[0]), inner(boxes[1])));
  } else if (boxes.has_head(sym::SqrtBox) && count >= 1) {
    flow.box(bracket_box("Sqrt[", inner(boxes[0]), "]"));
  } else if (boxes.has_head(sym::RadicalBox) && count >= 2) {
    flow.box(superscript_box(bracket_box("(", inner(boxes[0]), ")"), beside(text_box("1/"), inner(boxes[1]))));
  } else if (boxes.has_head(sym::OverscriptBox) && count >= 2) {
    flow.box(over_under_box(inner(boxes[0]), inner(boxes[1]), TextBox{}));
  } else if (boxes.has_head(sym::UnderscriptBox) && count >= 2) {
    flow.box(over_under_box(inner(boxes[0]), TextBox{}, inner(boxes[1])));
  } else if (boxes.has_head(sym::UnderoverscriptBox) && count >= 3) {
    flow.box(over_under_box(inner(boxes[0]), inner(boxes[2]), inner(boxes[1])));
  } else if (boxes.has_head(sym::GridBox) && count >= 1 && boxes[0].is_list()) {
    std::vector<std::vector<TextBox>> rows;
    for (const Expr& row : boxes[0].args()) {
      rows.emplace_back();
      if (!row.is_list()) continue;
      for (const Expr& cell : row.args()) rows.back().push_back(inner(cell));
    }
    flow.box(grid_box(rows, GridLayout{}));
  } else if (boxes.kind() == Kind::Normal && count >= 1 &&
             has_any_head(boxes, {sym::StyleBox, sym::TagBox, sym::FormBox, sym::InterpretationBox, sym::FrameBox,
                                  sym::ButtonBox, sym::AdjustmentBox, sym::BoxData, sym::Cell})) {
    write_box_expression(boxes[0], flow);
  } else {
    print(boxes, flow);
  }
  --depth_;
}

}  // namespace lykos
