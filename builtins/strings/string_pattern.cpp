// string_pattern.cpp - running compiled string patterns with PCRE2, and the cache of compiled patterns.
//
// A pattern has up to two compiled forms: a byte form for ASCII texts, which is the faster one, and a Unicode form for the
// rest; each is made when first needed, and translated to machine code once it has shown to be worth it. A set of plain
// strings never reaches PCRE2: it is searched for directly.
#include "builtins/strings/string_pattern.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#include <array>
#include <cstdlib>
#include <cstring>
#include <exception>
#include <unordered_map>

#include "builtins/strings/string_pattern_compiler.h"
#include "builtins/strings/text.h"
#include "builtins/support.h"
#include "evaluator/code.h"

namespace lykos::builtins {

namespace {

constexpr int kEnumerateCallout = 255;
constexpr std::size_t kJitThreshold = 4096;    // bytes searched with one form before machine code pays for itself
constexpr std::size_t kCacheLimit = 512;

std::string pcre_error(int code) {
  std::array<PCRE2_UCHAR, 256> buffer{};
  pcre2_get_error_message(code, buffer.data(), buffer.size());
  return reinterpret_cast<const char*>(buffer.data());
}

pcre2_code* compile_code(const std::string& regex, std::uint32_t flags, int& error, std::size_t& offset) {
  PCRE2_SIZE position = 0;
  pcre2_code* code =
      pcre2_compile(reinterpret_cast<PCRE2_SPTR>(regex.data()), regex.size(), flags, &error, &position, nullptr);
  offset = position;
  return code;
}

// Machine code uses one big stack; a match started from inside a callout of another must not share it, and falls back to
// the small stack PCRE2 keeps on the machine's own.
int jit_depth = 0;
pcre2_jit_stack* shared_jit_stack(void*) {
  if (jit_depth > 1) return nullptr;
  static pcre2_jit_stack* const stack = pcre2_jit_stack_create(64 * 1024, 16 * 1024 * 1024, nullptr);
  return stack;
}

pcre2_match_context* match_context() {
  static pcre2_match_context* const context = [] {
    pcre2_match_context* made = pcre2_match_context_create(nullptr);
    pcre2_set_match_limit(made, 50'000'000);
    pcre2_set_heap_limit(made, 512 * 1024);  // KiB
    pcre2_jit_stack_assign(made, shared_jit_stack, nullptr);
    return made;
  }();
  return context;
}

// One compiled form of a pattern.
struct Form {
  pcre2_code* code = nullptr;
  bool tried = false;
  bool translated = false;
  std::size_t bytes_searched = 0;
};

}  // namespace

class StringPattern {
 public:
  StringPattern() = default;
  StringPattern(const StringPattern&) = delete;
  StringPattern& operator=(const StringPattern&) = delete;
  ~StringPattern() {
    for (Form& form : forms) {
      if (form.code != nullptr) pcre2_code_free(form.code);
    }
  }

  Form* form_for(bool unicode) const {
    Form& form = forms[unicode || text.needs_unicode ? 1 : 0];
    if (!form.tried) {
      form.tried = true;
      std::uint32_t flags = PCRE2_DOTALL | PCRE2_NEVER_BACKSLASH_C;
      if (&form == &forms[1]) flags |= PCRE2_UTF | PCRE2_UCP;
      if (options.ignore_case) flags |= PCRE2_CASELESS;
      if (options.enumerate || !text.actions.empty()) flags |= PCRE2_NO_AUTO_POSSESS | PCRE2_NO_START_OPTIMIZE;
      int error = 0;
      std::size_t offset = 0;
      form.code = compile_code(text.regex, flags, error, offset);
      if (form.code == nullptr) {
        message(sym::RegularExpression, "msg",
                {string_expr(pcre_error(error)), Expr::integer(static_cast<std::int64_t>(offset)), string_expr(text.regex)});
      }
    }
    return form.code == nullptr ? nullptr : &form;
  }

  PatternOptions options;
  CompiledPatternText text;
  mutable std::array<Form, 2> forms{};
};

int regular_expression_groups(const std::string& regex) {
  int error = 0;
  std::size_t offset = 0;
  std::uint32_t flags = PCRE2_NEVER_BACKSLASH_C;
  if (!is_ascii(regex)) flags |= PCRE2_UTF | PCRE2_UCP;
  pcre2_code* code = compile_code(regex, flags, error, offset);
  if (code == nullptr) {
    message(sym::RegularExpression, "msg",
            {string_expr(pcre_error(error)), Expr::integer(static_cast<std::int64_t>(offset)), string_expr(regex)});
    return -1;
  }
  std::uint32_t count = 0;
  pcre2_pattern_info(code, PCRE2_INFO_CAPTURECOUNT, &count);
  pcre2_code_free(code);
  return static_cast<int>(count);
}

StringPatternPtr compile_string_patterns(std::span<const Expr> patterns, const PatternOptions& options) {
  static std::unordered_map<Expr, StringPatternPtr, ExprHash> cache;
  const std::int64_t flags = (options.ignore_case ? 1 : 0) | (options.wildcards ? 2 : 0) | (options.enumerate ? 4 : 0) |
                             (static_cast<std::int64_t>(options.anchor) << 3);
  Builder key_builder(sym::List, patterns.size() + 1);
  key_builder.push(Expr::integer(flags));
  key_builder.append(patterns);
  const Expr key = key_builder.finish();
  if (const auto found = cache.find(key); found != cache.end()) return found->second;

  auto pattern = std::make_shared<StringPattern>();
  pattern->options = options;
  if (!compile_pattern_text(patterns, options, pattern->text)) return nullptr;
  if (!pattern->text.is_literal && pattern->form_for(pattern->text.needs_unicode) == nullptr) return nullptr;
  if (cache.size() >= kCacheLimit) cache.clear();
  cache.emplace(key, pattern);
  return pattern;
}

StringPatternPtr compile_string_pattern(const Expr& pattern, const PatternOptions& options) {
  return compile_string_patterns(std::span<const Expr>(&pattern, 1), options);
}

// ---- searching

// The right side of a rule ready to be evaluated with the parts that its names matched.
struct RightSide {
  Expr expr;
  std::unique_ptr<Body> body;
  std::vector<std::size_t> slots;          // of each variable of the branch: alternatives may repeat a name
};

struct StringSearch::State {
  pcre2_match_data* data = nullptr;
  const PCRE2_SIZE* offsets = nullptr;     // of the current match: pairs, group 0 first
  std::uint32_t pair_count = 0;
  bool unicode = false;
  bool valid = true;                       // the text is UTF-8, or bytes are good enough
  std::exception_ptr thrown;               // an exception of the language on its way through the matcher
  const std::function<bool()>* found = nullptr;
  std::vector<PCRE2_SIZE> enumerated;
  // Plain strings: for each first byte, the literals that start with it, so that many rules cost one table look-up.
  std::vector<std::vector<std::uint32_t>> by_first_byte;
  std::ptrdiff_t empty_literal = -1;
  std::vector<RightSide> right_sides;      // of each branch whose right side was asked for
  ~State() {
    if (data != nullptr) pcre2_match_data_free(data);
  }
};

namespace {

Expr capture_string(std::string_view subject, const PCRE2_SIZE* offsets, int group) {
  const PCRE2_SIZE begin = offsets[2 * group];
  const PCRE2_SIZE end = offsets[2 * group + 1];
  return string_expr(subject.substr(begin, end - begin));
}

bool group_is_set(const PCRE2_SIZE* offsets, std::uint32_t pairs, int group) {
  return static_cast<std::uint32_t>(group) < pairs && offsets[2 * group] != PCRE2_UNSET && offsets[2 * group + 1] != PCRE2_UNSET &&
         offsets[2 * group] <= offsets[2 * group + 1];
}

void bind_variables(std::span<const PatternVariable> variables, std::string_view subject, const PCRE2_SIZE* offsets,
                    std::uint32_t pairs, std::vector<Expr>& symbols, std::vector<Expr>& values) {
  for (const PatternVariable& variable : variables) {
    if (!group_is_set(offsets, pairs, variable.group)) continue;
    symbols.push_back(variable.symbol);
    values.push_back(capture_string(subject, offsets, variable.group));
  }
}

bool contains_dollar(const Expr& expr) {
  if (expr.is_string()) return expr.string_value().find('$') != std::string::npos;
  if (expr.is_association()) {
    for (const Expr& rule : expr.args()) {
      if (contains_dollar(rule)) return true;
    }
    return false;
  }
  if (!expr.is_normal() || expr.is_packed()) return false;
  if (contains_dollar(expr.head())) return true;
  for (const Expr& arg : expr.args()) {
    if (contains_dollar(arg)) return true;
  }
  return false;
}

}  // namespace

struct CalloutContext {
  StringSearch* search;
  const StringPattern* pattern;

  static int on_callout(pcre2_callout_block* block, void* data) {
    auto* context = static_cast<CalloutContext*>(data);
    try {
      return context->answer(*block);
    } catch (...) {
      context->search->state_->thrown = std::current_exception();
      return PCRE2_ERROR_CALLOUT;
    }
  }

  int answer(const pcre2_callout_block& block) {
    StringSearch& s = *search;
    if (block.callout_string == nullptr) {
      if (block.callout_number != kEnumerateCallout || s.state_->found == nullptr) return 0;
      // Present this way of matching, then ask for another.
      s.state_->enumerated.assign(block.offset_vector, block.offset_vector + 2 * block.capture_top);
      s.state_->enumerated[0] = block.start_match;
      s.state_->enumerated[1] = block.current_position;
      s.state_->offsets = s.state_->enumerated.data();
      s.state_->pair_count = block.capture_top;
      s.set_match(true);
      return (*s.state_->found)() ? 1 : 0;
    }
    const std::size_t index = static_cast<std::size_t>(std::strtoul(reinterpret_cast<const char*>(block.callout_string), nullptr, 10));
    const PatternAction& action = pattern->text.actions[index];
    if (action.kind == PatternAction::Kind::Condition) {
      std::vector<Expr> symbols;
      std::vector<Expr> values;
      bind_variables(action.variables, s.subject_, block.offset_vector, block.capture_top, symbols, values);
      return evaluate(substitute(action.function, symbols, values)).is_true() ? 0 : 1;
    }
    if (!group_is_set(block.offset_vector, block.capture_top, action.group)) return 1;
    return test(action.function, {capture_string(s.subject_, block.offset_vector, action.group)}) ? 0 : 1;
  }
};

StringSearch::StringSearch(StringPatternPtr pattern, std::string_view subject)
    : pattern_(std::move(pattern)), subject_(subject), state_(std::make_unique<State>()) {
  if (pattern_->text.is_literal) {
    const auto& literals = pattern_->text.literals;
    if (literals.size() > 1) {
      state_->by_first_byte.resize(256);
      for (std::size_t i = 0; i < literals.size(); ++i) {
        if (literals[i].empty()) {
          if (state_->empty_literal < 0) state_->empty_literal = static_cast<std::ptrdiff_t>(i);
        } else {
          state_->by_first_byte[static_cast<unsigned char>(literals[i][0])].push_back(static_cast<std::uint32_t>(i));
        }
      }
    }
    return;
  }
  state_->unicode = !is_ascii(subject);
  if (state_->unicode && !is_valid_utf8(subject)) {
    state_->unicode = false;
    state_->valid = !pattern_->text.needs_unicode;
  }
}

StringSearch::~StringSearch() = default;

namespace {
int run_match(Form& form, std::string_view subject, std::size_t start, std::uint32_t flags, pcre2_match_data* data,
              pcre2_match_context* context) {
  form.bytes_searched += subject.size() - start + 64;
  if (!form.translated && form.bytes_searched > kJitThreshold) {
    form.translated = true;
    pcre2_jit_compile(form.code, PCRE2_JIT_COMPLETE);
  }
  ++jit_depth;
  const auto* text = reinterpret_cast<PCRE2_SPTR>(subject.data() == nullptr ? "" : subject.data());
  int result = pcre2_match(form.code, text, subject.size(), start, flags | PCRE2_NO_UTF_CHECK, data, context);
  if (result == PCRE2_ERROR_JIT_STACKLIMIT) {
    result = pcre2_match(form.code, text, subject.size(), start, flags | PCRE2_NO_UTF_CHECK | PCRE2_NO_JIT, data, context);
  }
  --jit_depth;
  return result;
}
}  // namespace

bool StringSearch::find(std::size_t start, bool not_empty_at_start, bool anchored) {
  if (start > subject_.size()) return false;
  if (pattern_->text.is_literal) {
    const auto& literals = pattern_->text.literals;
    const auto accept = [&](std::size_t position, std::size_t index) {
      begin_ = position;
      end_ = position + literals[index].size();
      branch_ = index;
      return true;
    };
    if (literals.empty()) return false;
    if (literals.size() == 1) {
      const std::string& literal = literals[0];
      if (anchored) {
        if (subject_.compare(start, literal.size(), literal) != 0 || (literal.empty() && not_empty_at_start)) return false;
        return accept(start, 0);
      }
      if (literal.empty()) {
        if (not_empty_at_start) {
          if (start == subject_.size()) return false;
          start += character_length_at(subject_, start);
        }
        return accept(start, 0);
      }
      const void* at = memmem(subject_.data() + start, subject_.size() - start, literal.data(), literal.size());
      if (at == nullptr) return false;
      return accept(static_cast<std::size_t>(static_cast<const char*>(at) - subject_.data()), 0);
    }
    for (std::size_t i = start; i <= subject_.size(); ++i) {
      std::ptrdiff_t best = not_empty_at_start && i == start ? -1 : state_->empty_literal;
      // An empty literal may stand only where a character starts.
      if (best >= 0 && i < subject_.size() && (static_cast<unsigned char>(subject_[i]) & 0xC0U) == 0x80U) best = -1;
      if (i < subject_.size()) {
        for (const std::uint32_t candidate : state_->by_first_byte[static_cast<unsigned char>(subject_[i])]) {
          if (best >= 0 && static_cast<std::ptrdiff_t>(candidate) > best) break;
          const std::string& literal = literals[candidate];
          if (subject_.compare(i, literal.size(), literal) == 0) {
            best = static_cast<std::ptrdiff_t>(candidate);
            break;
          }
        }
      }
      if (best >= 0) return accept(i, static_cast<std::size_t>(best));
      if (anchored) return false;
    }
    return false;
  }
  if (!state_->valid) return false;
  Form* form = pattern_->form_for(state_->unicode);
  if (form == nullptr) return false;
  if (state_->data == nullptr) state_->data = pcre2_match_data_create_from_pattern(form->code, nullptr);
  std::uint32_t flags = 0;
  if (not_empty_at_start) flags |= PCRE2_NOTEMPTY_ATSTART;
  if (anchored) flags |= PCRE2_ANCHORED;
  int result = 0;
  if (pattern_->text.actions.empty() && !pattern_->options.enumerate) {
    result = run_match(*form, subject_, start, flags, state_->data, match_context());
  } else {
    // Callouts carry this search; a search started inside a callout has its own.
    CalloutContext callout{this, pattern_.get()};
    pcre2_match_context* context = pcre2_match_context_copy(match_context());
    pcre2_set_callout(context, CalloutContext::on_callout, &callout);
    result = run_match(*form, subject_, start, flags, state_->data, context);
    pcre2_match_context_free(context);
    if (state_->thrown) std::rethrow_exception(std::exchange(state_->thrown, nullptr));
  }
  if (result < 0 && result != PCRE2_ERROR_NOMATCH && result != PCRE2_ERROR_CALLOUT) {
    message(sym::RegularExpression, "maxrec", {});
  }
  if (result < 0) return false;
  state_->offsets = pcre2_get_ovector_pointer(state_->data);
  state_->pair_count = static_cast<std::uint32_t>(result == 0 ? static_cast<int>(pcre2_get_ovector_count(state_->data)) : result);
  return set_match(true);
}

bool StringSearch::set_match(bool matched) {
  if (!matched) return false;
  begin_ = state_->offsets[0];
  end_ = state_->offsets[1];
  if (end_ < begin_) end_ = begin_;  // \K inside a look-ahead
  branch_ = 0;
  const auto& branches = pattern_->text.branches;
  if (branches.size() > 1) {
    for (std::size_t i = 0; i < branches.size(); ++i) {
      if (group_is_set(state_->offsets, state_->pair_count, branches[i].marker_group)) {
        branch_ = i;
        break;
      }
    }
  }
  return true;
}

bool StringSearch::find_next() { return find(end_, begin_ == end_); }

void StringSearch::each_at(std::size_t start, const std::function<bool()>& found) {
  state_->found = &found;
  try {
    find(start, false, true);
  } catch (...) {
    state_->found = nullptr;
    throw;
  }
  state_->found = nullptr;
}

std::optional<std::string_view> StringSearch::user_group(std::size_t number) const {
  if (number == 0) return text();
  if (pattern_->text.is_literal) return std::nullopt;
  const PatternBranch& branch = pattern_->text.branches[branch_];
  if (number > branch.user_groups.size()) return std::nullopt;
  const int group = branch.user_groups[number - 1];
  if (!group_is_set(state_->offsets, state_->pair_count, group)) return std::string_view();
  const std::size_t begin = state_->offsets[2 * group];
  return subject_.substr(begin, state_->offsets[2 * group + 1] - begin);
}

namespace {

std::string expand_dollars(const StringSearch& search, const std::string& text) {
  std::string result;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '$' && i + 1 < text.size() && text[i + 1] >= '0' && text[i + 1] <= '9') {
      std::size_t number = static_cast<std::size_t>(text[i + 1] - '0');
      std::size_t last = i + 1;
      // Two digits are one number only when there is such a group.
      if (last + 1 < text.size() && text[last + 1] >= '0' && text[last + 1] <= '9' && number > 0) {
        const std::size_t longer = number * 10 + static_cast<std::size_t>(text[last + 1] - '0');
        if (search.user_group(longer)) {
          number = longer;
          ++last;
        }
      }
      if (const auto group = search.user_group(number)) {
        result += *group;
        i = last;
        continue;
      }
    }
    result += text[i];
  }
  return result;
}

Expr expand_dollars_in(const StringSearch& search, const Expr& expr) {
  const RecursionGuard guard;
  if (expr.is_string()) return Expr::string(expand_dollars(search, expr.string_value()));
  if (!contains_dollar(expr)) return expr;
  if (expr.is_association()) {
    std::vector<Expr> values;
    for (const AssociationEntry& entry : expr.association().entries) values.push_back(expand_dollars_in(search, entry.value));
    return association_with_values(expr, std::move(values));
  }
  std::vector<Expr> args;
  args.reserve(expr.size());
  for (const Expr& arg : expr.args()) args.push_back(expand_dollars_in(search, arg));
  return make_normal(expand_dollars_in(search, expr.head()), std::move(args));
}

}  // namespace

static RightSide compile_right_side(const Expr& right_side, std::span<const PatternVariable> names) {
  RightSide side{right_side, std::make_unique<Body>(), {}};
  for (const PatternVariable& name : names) side.slots.push_back(static_cast<std::size_t>(side.body->variables.add(name.symbol)));
  side.body->form = compile_template(right_side, side.body->variables, true);
  return side;
}

Expr StringSearch::replacement(const Expr& right_side) const {
  if (pattern_->text.is_literal) return right_side.is_string() ? right_side : evaluate(right_side);
  const PatternBranch& branch = pattern_->text.branches[branch_];
  Expr result = right_side;
  if (branch.has_regular_expression && contains_dollar(result)) result = expand_dollars_in(*this, result);
  if (result.is_string()) return result;
  if (branch.variables.empty()) return evaluate(result);
  if (!result.identical(right_side)) {
    std::vector<Expr> symbols;
    std::vector<Expr> values;
    bind_variables(branch.variables, subject_, state_->offsets, state_->pair_count, symbols, values);
    return evaluate(substitute(result, symbols, values));
  }
  if (state_->right_sides.size() <= branch_) state_->right_sides.resize(branch_ + 1);
  RightSide& side = state_->right_sides[branch_];
  if (side.body == nullptr || !side.expr.identical(right_side)) side = compile_right_side(right_side, branch.variables);
  Bindings bindings(side.body->variables.symbols.size());
  for (std::size_t i = 0; i < branch.variables.size(); ++i) {
    const int group = branch.variables[i].group;
    if (!bindings.set[side.slots[i]] && group_is_set(state_->offsets, state_->pair_count, group))
      bindings.put(side.slots[i], capture_string(subject_, state_->offsets, group));
  }
  return side.body->evaluate(bindings);
}

// ---- rules and options

namespace {
bool collect_rules(const Expr& item, bool allow_patterns, std::vector<StringRule>& rules) {
  if (item.is_rule()) {
    StringRule rule{item[0], item[1], true};
    // A condition on the right of a delayed rule restricts the match, as in ordinary rules.
    if (item.has_head(sym::RuleDelayed) && rule.right_side.has_head(sym::Condition, 2)) {
      const Expr condition = rule.right_side[1];
      const Expr body = rule.right_side[0];
      rule.pattern = make_normal(Expr(sym::Condition), {rule.pattern, condition});
      rule.right_side = body;
    }
    rules.push_back(std::move(rule));
    return true;
  }
  if (item.is_association()) {
    for (const AssociationEntry& entry : item.association().entries) rules.push_back({entry.key, entry.value, true});
    return true;
  }
  if (item.is_list()) {
    for (const Expr& part : item.args()) {
      if (!collect_rules(part, allow_patterns, rules)) return false;
    }
    return true;
  }
  if (!allow_patterns) return false;
  rules.push_back({item, Expr(), false});
  return true;
}
}  // namespace

std::optional<std::vector<StringRule>> read_string_rules(const Expr& rules, bool allow_patterns) {
  std::vector<StringRule> result;
  if (!collect_rules(rules, allow_patterns, result)) return std::nullopt;
  return result;
}

std::vector<Expr> patterns_of(std::span<const StringRule> rules) {
  std::vector<Expr> patterns;
  patterns.reserve(rules.size());
  for (const StringRule& rule : rules) patterns.push_back(rule.pattern);
  return patterns;
}

}  // namespace lykos::builtins
