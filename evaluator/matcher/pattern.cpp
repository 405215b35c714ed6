// pattern.cpp - compiling patterns and templates.
#include "evaluator/matcher/pattern.h"

#include <algorithm>

#include "evaluator/evaluator.h"
#include "evaluator/matcher/quick_tests.h"
#include "expr/association.h"
#include "expr/symbol.h"

namespace lykos {

int PatternVariables::slot_of(const Expr& symbol) const {
  for (std::size_t i = 0; i < symbols.size(); ++i)
    if (symbols[i].identical(symbol)) return static_cast<int>(i);
  return -1;
}

int PatternVariables::add(const Expr& symbol) {
  const int existing = slot_of(symbol);
  if (existing >= 0) return existing;
  symbols.push_back(symbol);
  return static_cast<int>(symbols.size()) - 1;
}

namespace {

bool is_pattern_head(const Expr& head) {
  if (!head.is_symbol()) return false;
  const std::uint32_t known = head.symbol_node().known_index;
  switch (known) {
    case sym::Blank.index:
    case sym::BlankSequence.index:
    case sym::BlankNullSequence.index:
    case sym::Pattern.index:
    case sym::PatternTest.index:
    case sym::Condition.index:
    case sym::Alternatives.index:
    case sym::Optional.index:
    case sym::Repeated.index:
    case sym::RepeatedNull.index:
    case sym::Except.index:
    case sym::PatternSequence.index:
    case sym::OrderlessPatternSequence.index:
    case sym::OptionsPattern.index:
    case sym::Longest.index:
    case sym::Shortest.index:
    case sym::KeyValuePattern.index:
    case sym::Verbatim.index:
    case sym::HoldPattern.index: return true;
    default: return false;
  }
}

using NodePtr = std::unique_ptr<PatternNode>;

NodePtr make(PatternOp op) {
  auto node = std::make_unique<PatternNode>();
  node->op = op;
  return node;
}

NodePtr literal(const Expr& value) {
  NodePtr node = make(PatternOp::Literal);
  node->value = value;
  return node;
}

void set_lengths_of_sequence(PatternNode& node) {
  int lo = 0;
  int hi = 0;
  for (const NodePtr& child : node.children) {
    lo += child->min_length;
    hi = std::min(PatternNode::kUnbounded, hi + child->max_length);
  }
  node.min_length = lo;
  node.max_length = hi;
}

bool any_condition(const PatternNode& node) {
  return std::any_of(node.children.begin(), node.children.end(), [](const NodePtr& c) { return c->has_condition; });
}

NodePtr compile(const Expr& pattern, PatternVariables& variables);

// Takes the lengths, and usually the determinism, of the wrapped pattern.
NodePtr wrap(PatternOp op, const Expr& inner, PatternVariables& variables) {
  NodePtr node = make(op);
  node->children.push_back(compile(inner, variables));
  const PatternNode& child = *node->children[0];
  node->min_length = child.min_length;
  node->max_length = child.max_length;
  node->deterministic = child.deterministic;
  node->has_condition = child.has_condition;
  return node;
}

NodePtr compile_blank(PatternOp op, const Expr& pattern) {
  NodePtr node = make(op);
  node->has_value = pattern.size() == 1;
  if (node->has_value) node->value = pattern[0];
  if (op != PatternOp::Blank) {
    node->min_length = op == PatternOp::BlankSequence ? 1 : 0;
    node->max_length = PatternNode::kUnbounded;
  }
  return node;
}

NodePtr compile_repeated(const Expr& pattern, PatternVariables& variables, int least) {
  NodePtr node = wrap(PatternOp::Repeated, pattern[0], variables);
  node->repeat_min = least;
  node->repeat_max = PatternNode::kUnbounded;
  if (pattern.size() == 2) {
    const Expr& spec = pattern[1];
    const auto bound = [](const Expr& e) {
      return e.is_small_integer() ? static_cast<int>(std::min<std::int64_t>(e.small_integer(), PatternNode::kUnbounded))
                                  : PatternNode::kUnbounded;
    };
    if (spec.is_list() && spec.size() == 1) {
      node->repeat_min = node->repeat_max = bound(spec[0]);
    } else if (spec.is_list() && spec.size() == 2) {
      node->repeat_min = bound(spec[0]);
      node->repeat_max = bound(spec[1]);
    } else {
      node->repeat_max = bound(spec);
    }
  }
  const PatternNode& child = *node->children[0];
  const auto scale = [](int a, int b) {
    const std::int64_t product = std::int64_t{a} * b;
    return static_cast<int>(std::min<std::int64_t>(product, PatternNode::kUnbounded));
  };
  node->min_length = scale(child.min_length, node->repeat_min);
  node->max_length = scale(child.max_length, node->repeat_max);
  return node;
}

NodePtr compile_optional(const Expr& pattern, PatternVariables& variables) {
  NodePtr node = wrap(PatternOp::Optional, pattern[0], variables);
  node->min_length = 0;
  node->deterministic = false;
  node->has_value = pattern.size() >= 2;
  if (node->has_value) node->value = pattern[1];
  return node;
}

NodePtr compile_association(const Expr& pattern, PatternVariables& variables) {
  NodePtr node = make(PatternOp::Association);
  for (const Expr& rule : pattern.args()) node->children.push_back(compile(rule, variables));
  node->deterministic = false;
  node->has_condition = any_condition(*node);
  return node;
}

NodePtr compile_normal(const Expr& pattern, PatternVariables& variables) {
  NodePtr node = make(PatternOp::Normal);
  node->value = pattern;
  node->children.push_back(compile(pattern.head(), variables));
  for (const Expr& arg : pattern.args()) node->children.push_back(compile(arg, variables));
  for (const NodePtr& child : node->children)
    node->deterministic = node->deterministic && child->deterministic && child->min_length == 1 && child->max_length == 1;
  // Orderless and Flat heads can match in several ways, and so may a head that is itself a pattern.
  const Expr head = pattern.head();
  node->verbatim_head = head.has_head(sym::Verbatim, 1);
  const bool ordered = node->verbatim_head || (head.is_symbol() && (attributes_of(head) & (kFlat | kOrderless)) == 0);
  if (!ordered) node->deterministic = false;
  node->has_condition = any_condition(*node);
  return node;
}

NodePtr compile(const Expr& pattern, PatternVariables& variables) {
  RecursionGuard guard;
  if (pattern.is_association()) return contains_pattern(pattern) ? compile_association(pattern, variables) : literal(pattern);
  if (pattern.kind() != Kind::Normal) return literal(pattern);
  const Expr& head = pattern.head();
  const std::size_t n = pattern.size();
  if (is_pattern_head(head)) {
    switch (head.symbol_node().known_index) {
      case sym::Blank.index:
        if (n <= 1) return compile_blank(PatternOp::Blank, pattern);
        break;
      case sym::BlankSequence.index:
        if (n <= 1) return compile_blank(PatternOp::BlankSequence, pattern);
        break;
      case sym::BlankNullSequence.index:
        if (n <= 1) return compile_blank(PatternOp::BlankNullSequence, pattern);
        break;
      case sym::Pattern.index:
        if (n == 2 && pattern[0].is_symbol()) {
          const int slot = variables.add(pattern[0]);
          NodePtr node = wrap(PatternOp::Bind, pattern[1], variables);
          node->slot = slot;
          return node;
        }
        break;
      case sym::PatternTest.index:
        if (n == 2) {
          NodePtr node = wrap(PatternOp::Test, pattern[0], variables);
          node->value = pattern[1];
          node->has_condition = true;
          node->test_kind = quick_test_index(pattern[1]);
          return node;
        }
        break;
      case sym::Condition.index:
        if (n == 2) {
          NodePtr node = wrap(PatternOp::Condition, pattern[0], variables);
          node->value = pattern[1];
          node->has_condition = true;
          return node;
        }
        break;
      case sym::Alternatives.index: {
        NodePtr node = make(PatternOp::Alternatives);
        node->min_length = n == 0 ? 1 : PatternNode::kUnbounded;
        node->max_length = n == 0 ? 1 : 0;
        bool plain = true;
        for (const Expr& arg : pattern.args()) {
          const std::size_t known = variables.symbols.size();
          node->children.push_back(compile(arg, variables));
          const PatternNode& child = *node->children.back();
          node->min_length = std::min(node->min_length, child.min_length);
          node->max_length = std::max(node->max_length, child.max_length);
          plain = plain && child.deterministic && variables.symbols.size() == known &&
                  (child.op == PatternOp::Literal || child.op == PatternOp::Blank);
        }
        node->deterministic = plain;
        node->has_condition = any_condition(*node);
        return node;
      }
      case sym::Optional.index:
        if (n >= 1) return compile_optional(pattern, variables);
        break;
      case sym::Repeated.index:
        if (n >= 1) return compile_repeated(pattern, variables, 1);
        break;
      case sym::RepeatedNull.index:
        if (n >= 1) return compile_repeated(pattern, variables, 0);
        break;
      case sym::Except.index:
        if (n == 1 || n == 2) {
          NodePtr node = make(PatternOp::Except);
          PatternVariables inner;  // variables of the excluded pattern never bind outside
          node->children.push_back(compile(pattern[0], inner));
          if (n == 2) {
            node->children.push_back(compile(pattern[1], variables));
            node->min_length = node->children[1]->min_length;
            node->max_length = node->children[1]->max_length;
            node->deterministic = node->children[1]->deterministic;
          }
          node->slot = static_cast<int>(inner.symbols.size());
          node->has_condition = true;
          return node;
        }
        break;
      case sym::PatternSequence.index:
      case sym::OrderlessPatternSequence.index: {
        NodePtr node = make(head.is(sym::PatternSequence) ? PatternOp::PatternSequence : PatternOp::OrderlessPatternSequence);
        for (const Expr& arg : pattern.args()) node->children.push_back(compile(arg, variables));
        set_lengths_of_sequence(*node);
        node->deterministic = false;
        node->has_condition = any_condition(*node);
        return node;
      }
      case sym::OptionsPattern.index: {
        NodePtr node = make(PatternOp::Bind);
        node->slot = variables.add(given_options_variable());
        node->children.push_back(make(PatternOp::Options));
        for (PatternNode* p : {node.get(), node->children[0].get()}) {
          p->deterministic = false;
          p->min_length = 0;
          p->max_length = PatternNode::kUnbounded;
        }
        return node;
      }
      case sym::Longest.index:
      case sym::Shortest.index:
        if (n >= 1) {
          NodePtr node = wrap(head.is(sym::Longest) ? PatternOp::Longest : PatternOp::Shortest, pattern[0], variables);
          if (n == 2 && pattern[1].is_real_number()) {  // its priority
            node->value = pattern[1];
            node->has_value = true;
          }
          return node;
        }
        break;
      case sym::KeyValuePattern.index:
        if (n == 1) {
          NodePtr node = make(PatternOp::KeyValue);
          const Expr rules = pattern[0].is_list() ? pattern[0] : make_list({pattern[0]});
          for (const Expr& rule : rules.args()) node->children.push_back(compile(rule, variables));
          node->deterministic = false;
          node->has_condition = any_condition(*node);
          return node;
        }
        break;
      case sym::Verbatim.index:
        if (n == 1) return literal(pattern[0]);
        break;
      case sym::HoldPattern.index:
        if (n == 1) return compile(pattern[0], variables);
        break;
      default: break;
    }
  }
  if (!contains_pattern(pattern)) return literal(pattern);
  return compile_normal(pattern, variables);
}

}  // namespace

bool contains_pattern(const Expr& expr) {
  std::vector<const Expr*> work{&expr};
  while (!work.empty()) {
    const Expr& e = *work.back();
    work.pop_back();
    if (e.kind() == Kind::Normal) {
      if (is_pattern_head(e.head())) return true;
      work.push_back(&e.head());
      for (const Expr& arg : e.args()) work.push_back(&arg);
    } else if (e.is_association()) {
      for (const AssociationEntry& entry : e.association().entries) {
        work.push_back(&entry.key);
        work.push_back(&entry.value);
      }
    }
  }
  return false;
}

const Expr& given_options_variable() {
  static const Expr variable = Expr::symbol("System`Private`GivenOptions");
  return variable;
}

MaybeExpr option_defaults_of(const Expr& lhs) {
  std::vector<const Expr*> work{&lhs};
  while (!work.empty()) {
    const Expr& e = *work.back();
    work.pop_back();
    if (e.kind() != Kind::Normal) continue;
    if (e.has_head(sym::OptionsPattern)) {
      if (e.size() == 1) return e[0];
      const Expr* head = &lhs;
      while (head->kind() == Kind::Normal)
        head = head->has_head(sym::HoldPattern, 1) || head->has_head(sym::Condition, 2) ? &head->args()[0] : head->has_head(sym::Pattern, 2) ? &head->args()[1] : &head->head();
      return *head;
    }
    for (const Expr& arg : e.args()) work.push_back(&arg);
  }
  return std::nullopt;
}

Expr bind_option_values(const Expr& body, const Expr& defaults) {
  if (body.kind() != Kind::Normal) return body;
  RecursionGuard guard;
  std::vector<Expr> args;
  args.reserve(body.size() + 2);
  for (const Expr& arg : body.args()) args.push_back(bind_option_values(arg, defaults));
  if (body.has_head(sym::OptionValue, 1))
    return make_normal(sym::OptionValue, {defaults, make_list({given_options_variable()}), args[0]});
  if (body.has_head(sym::OptionValue, 2))  // OptionValue[f, name] keeps its own defaults
    return make_normal(sym::OptionValue, {args[0], make_list({given_options_variable()}), args[1]});
  return make_normal(bind_option_values(body.head(), defaults), std::move(args));
}

std::unique_ptr<PatternNode> compile_pattern(const Expr& pattern, PatternVariables& variables) {
  return compile(pattern, variables);
}

// ---- templates

namespace {

// Scoping constructs whose bound names must be renamed when something is substituted into them.
bool is_renaming_scope(const Expr& e) {
  if (e.size() < 2) return false;
  if (e.has_head(sym::Function)) return e[0].is_symbol() ? !e[0].is(sym::Null) : e[0].is_list();
  return e.has_head(sym::Module) || e.has_head(sym::With) || e.has_head(sym::RuleDelayed) || e.has_head(sym::SetDelayed);
}

// The names a scoping construct binds.
void collect_scope_names(const Expr& scope, std::vector<Expr>& names) {
  const auto add_variable = [&](const Expr& e) {
    if (e.is_symbol()) names.push_back(e);
    if ((e.has_head(sym::Set) || e.has_head(sym::SetDelayed)) && e.size() == 2 && e[0].is_symbol()) names.push_back(e[0]);
  };
  if (scope.has_head(sym::RuleDelayed) || scope.has_head(sym::SetDelayed)) {
    std::vector<const Expr*> work{&scope.args()[0]};
    while (!work.empty()) {
      const Expr& e = *work.back();
      work.pop_back();
      if (e.has_head(sym::Pattern, 2) && e[0].is_symbol()) names.push_back(e[0]);
      if (e.kind() != Kind::Normal) continue;
      work.push_back(&e.head());
      for (const Expr& arg : e.args()) work.push_back(&arg);
    }
    return;
  }
  const Expr& list = scope[0];
  if (list.is_list())
    for (const Expr& e : list.args()) add_variable(e);
  else
    add_variable(list);
}

TemplateNode constant(const Expr& value) {
  TemplateNode node;
  node.value = value;
  return node;
}

// The variables without those a scope binds. They keep their slots.
PatternVariables without(const PatternVariables& variables, const std::vector<Expr>& names) {
  PatternVariables rest = variables;
  for (Expr& symbol : rest.symbols)
    for (const Expr& name : names)
      if (symbol.identical(name)) symbol = Expr::integer(0);
  return rest;
}

// {x, y = v}: names stay, initial values belong to the scope outside.
TemplateNode compile_declarations(const Expr& list, const PatternVariables& outside) {
  TemplateNode node = constant(list);
  node.children.push_back(constant(list.head()));
  bool changes = false;
  for (const Expr& e : list.args()) {
    TemplateNode child = constant(e);
    if ((e.has_head(sym::Set) || e.has_head(sym::SetDelayed)) && e.size() == 2 && e[0].is_symbol()) {
      TemplateNode initial = compile_template(e[1], outside, true);
      if (initial.op != TemplateNode::Op::Constant) {
        child.op = TemplateNode::Op::Apply;
        child.children = {constant(e.head()), constant(e[0]), std::move(initial)};
      }
    } else if (!e.is_symbol()) {
      child = compile_template(e, outside, true);
    }
    changes = changes || child.op != TemplateNode::Op::Constant;
    node.children.push_back(std::move(child));
  }
  if (!changes) return constant(list);
  node.op = TemplateNode::Op::Apply;
  return node;
}

}  // namespace

TemplateNode compile_template(const Expr& body, const PatternVariables& variables, bool lexical) {
  RecursionGuard guard;
  if (body.is_symbol()) {
    const int slot = variables.slot_of(body);
    TemplateNode node = constant(body);
    if (slot >= 0) {
      node.op = TemplateNode::Op::Variable;
      node.slot = slot;
    }
    return node;
  }
  if (body.is_association()) {
    // An association in a body was evaluated already; substitute into its entries through its rules.
    TemplateNode rules = constant(body);
    bool changes = false;
    for (const Expr& symbol : variables.symbols) changes = changes || contains_symbol(body, symbol);
    if (!changes) return rules;
    rules.op = TemplateNode::Op::Apply;
    rules.children.push_back(constant(sym::Association));
    for (const Expr& rule : body.args()) rules.children.push_back(compile_template(rule, variables, lexical));
    return rules;
  }
  if (body.kind() != Kind::Normal) return constant(body);
  TemplateNode node = constant(body);
  node.children.reserve(body.size() + 1);
  node.children.push_back(compile_template(body.head(), variables, lexical));
  bool changes = node.children[0].op != TemplateNode::Op::Constant;
  std::vector<Expr> hidden;
  if (lexical && is_renaming_scope(body)) {
    collect_scope_names(body, hidden);
    std::erase_if(hidden, [&](const Expr& name) { return variables.slot_of(name) < 0; });
  }
  const PatternVariables inside = hidden.empty() ? PatternVariables{} : without(variables, hidden);
  const bool declares = body.has_head(sym::Module) || body.has_head(sym::With);
  for (std::size_t i = 0; i < body.size(); ++i) {
    const Expr& arg = body.args()[i];
    if (hidden.empty()) node.children.push_back(compile_template(arg, variables, lexical));
    else if (i == 0 && declares && arg.is_list()) node.children.push_back(compile_declarations(arg, variables));
    else node.children.push_back(compile_template(arg, inside, lexical));
    changes = changes || node.children.back().op != TemplateNode::Op::Constant;
  }
  if (!changes) return constant(body);
  node.op = is_renaming_scope(body) ? TemplateNode::Op::RenamedScope : TemplateNode::Op::Apply;
  node.lexical = lexical;
  return node;
}

namespace {

// {x, y = v} of a scope that binds x and y, extended: the initial values belong to the scope outside.
TemplateNode extend_declarations(const TemplateNode& list, const PatternVariables& outside) {
  if (list.op == TemplateNode::Op::Constant) return compile_declarations(list.value, outside);
  TemplateNode node = constant(list.value);
  node.op = list.op;
  for (const TemplateNode& child : list.children) {
    const bool assignment = (child.value.has_head(sym::Set) || child.value.has_head(sym::SetDelayed)) && child.value.size() == 2 && child.value[0].is_symbol();
    if (child.value.is_symbol() && child.op == TemplateNode::Op::Constant) {
      node.children.push_back(child);
    } else if (assignment && child.op == TemplateNode::Op::Constant) {
      node.children.push_back(constant(child.value));
      TemplateNode initial = compile_template(child.value[1], outside, true);
      if (initial.op == TemplateNode::Op::Constant) continue;
      node.children.back().op = TemplateNode::Op::Apply;
      node.children.back().children = {constant(child.value.head()), constant(child.value[0]), std::move(initial)};
    } else if (assignment) {
      node.children.push_back(child);
      node.children.back().children[2] = extend_template(child.children[2], outside);
    } else {
      node.children.push_back(extend_template(child, outside));
    }
  }
  return node;
}

}  // namespace

TemplateNode extend_template(const TemplateNode& body, const PatternVariables& names) {
  if (body.op == TemplateNode::Op::Constant) return compile_template(body.value, names, true);
  if (body.op == TemplateNode::Op::Variable) return body;
  RecursionGuard guard;
  TemplateNode node = constant(body.value);
  node.op = body.op;
  node.lexical = body.lexical;
  std::vector<Expr> hidden;
  if (is_renaming_scope(body.value)) {
    const auto present = [&](const Expr& name) { return name.is_symbol() && contains_symbol(body.value, name); };
    if (std::any_of(names.symbols.begin(), names.symbols.end(), present)) {
      node.op = TemplateNode::Op::RenamedScope;
      node.lexical = true;
    }
    collect_scope_names(body.value, hidden);
    std::erase_if(hidden, [&](const Expr& name) { return names.slot_of(name) < 0; });
  }
  const PatternVariables inside = hidden.empty() ? PatternVariables{} : without(names, hidden);
  const bool declares = body.value.has_head(sym::Module) || body.value.has_head(sym::With);
  node.children.reserve(body.children.size());
  for (std::size_t i = 0; i < body.children.size(); ++i) {
    const TemplateNode& child = body.children[i];
    if (hidden.empty()) node.children.push_back(extend_template(child, names));
    else if (i == 1 && declares && child.value.is_list()) node.children.push_back(extend_declarations(child, names));
    else node.children.push_back(extend_template(child, inside));
  }
  return node;
}

namespace {

// The bound names of a scope that become name$ because substitution could capture them. Function parameters are always
// renamed (as the original shows, e.g. Function[y$, 1 + y$]); the others only when a substituted value contains the name.
std::vector<Expr> names_to_rename(const Expr& scope, const Bindings& bindings) {
  std::vector<Expr> names;
  collect_scope_names(scope, names);
  const bool always = scope.has_head(sym::Function);
  std::erase_if(names, [&](const Expr& name) {
    bool rename = always;
    for (std::size_t i = 0; i < bindings.size() && !rename; ++i)
      rename = bindings.set[i] && !bindings.value(i).is_number() && contains_symbol(bindings.value(i), name);
    return !rename;
  });
  return names;
}

// The scope with those names changed, and then its variables put in.
Expr instantiate_renamed(const TemplateNode& scope, const std::vector<Expr>& from, const Bindings& bindings, const PatternVariables& variables) {
  PatternVariables names;
  names.symbols.assign(bindings.size(), Expr::integer(0));
  Bindings renaming(bindings, from.size());
  for (std::size_t i = 0; i < from.size(); ++i) {
    const SymbolNode& node = from[i].symbol_node();
    names.symbols.push_back(from[i]);
    renaming.put(bindings.size() + i, node.name.ends_with('$') ? from[i] : intern_symbol(node.context, node.name + "$"));
  }
  TemplateNode fresh = constant(scope.value);
  fresh.op = TemplateNode::Op::Apply;  // this scope is the one being renamed
  for (const TemplateNode& child : scope.children) fresh.children.push_back(extend_template(child, names));
  return instantiate(fresh, renaming, variables);
}

void push_spliced(Builder& out, Expr value) {
  if (value.has_head(sym::Sequence))
    out.append(value.args());
  else
    out.push(std::move(value));
}

}  // namespace

Expr instantiate(const TemplateNode& body, const Bindings& bindings, const PatternVariables& variables) {
  switch (body.op) {
    case TemplateNode::Op::Constant: return body.value;
    case TemplateNode::Op::Variable:
      return bindings.set[static_cast<std::size_t>(body.slot)] ? bindings.value(static_cast<std::size_t>(body.slot)) : body.value;
    case TemplateNode::Op::RenamedScope: {
      const std::vector<Expr> from = names_to_rename(body.value, bindings);
      if (!from.empty()) return instantiate_renamed(body, from, bindings, variables);
      break;
    }
    case TemplateNode::Op::Apply: break;
  }
  RecursionGuard guard;
  Builder out(instantiate(body.children[0], bindings, variables), body.children.size() - 1);
  // What a variable stands for is spliced here; a Sequence that is written in the body is spliced when it is evaluated, if its head allows.
  for (std::size_t i = 1; i < body.children.size(); ++i) {
    const TemplateNode& child = body.children[i];
    Expr value = instantiate(child, bindings, variables);
    if (child.op == TemplateNode::Op::Variable) push_spliced(out, std::move(value));
    else out.push(std::move(value));
  }
  return out.finish();
}

Expr substitute(const Expr& body, std::span<const Expr> symbols, std::span<const Expr> values) {
  PatternVariables variables;
  variables.symbols.assign(symbols.begin(), symbols.end());
  Bindings bindings(symbols.size());
  for (std::size_t i = 0; i < symbols.size(); ++i) {
    bindings.put(i, values[i]);
  }
  return instantiate(compile_template(body, variables, true), bindings, variables);
}

// ---- specificity

namespace {

const PatternNode& strip(const PatternNode& node) {
  const PatternNode* p = &node;
  while (p->op == PatternOp::Bind || p->op == PatternOp::Longest || p->op == PatternOp::Shortest) p = p->children[0].get();
  return *p;
}

bool head_fits(const PatternNode& general, const PatternNode& special) {
  if (!general.has_value) return true;
  switch (special.op) {
    case PatternOp::Literal: return special.value.head() == general.value;
    case PatternOp::Blank:
    case PatternOp::BlankSequence:
    case PatternOp::BlankNullSequence: return special.has_value && special.value == general.value;
    case PatternOp::Normal: return special.children[0]->op == PatternOp::Literal && special.children[0]->value == general.value;
    case PatternOp::Test:
    case PatternOp::Condition: return head_fits(general, strip(*special.children[0]));
    default: return false;
  }
}

bool subsumes_arguments(const PatternNode& general, std::size_t g, const PatternNode& special, std::size_t s) {
  if (g == general.children.size()) return s == special.children.size();
  const PatternNode& pattern = strip(*general.children[g]);
  if (pattern.max_length > 1 || pattern.min_length == 0) {
    // A sequence takes any run of the special pattern's arguments that it covers one by one.
    if (pattern.min_length == 0 && subsumes_arguments(general, g + 1, special, s)) return true;
    for (std::size_t i = s; i < special.children.size(); ++i) {
      if (!subsumes(pattern, *special.children[i])) return false;
      if (subsumes_arguments(general, g + 1, special, i + 1)) return true;
    }
    return false;
  }
  if (s == special.children.size()) return false;
  const PatternNode& argument = strip(*special.children[s]);
  if (argument.max_length > 1 || argument.min_length == 0) return false;
  return subsumes(pattern, argument) && subsumes_arguments(general, g + 1, special, s + 1);
}

void count_slots(const PatternNode& node, std::vector<int>& counts) {
  if (node.op == PatternOp::Bind) {
    if (static_cast<std::size_t>(node.slot) >= counts.size()) counts.resize(static_cast<std::size_t>(node.slot) + 1, 0);
    ++counts[static_cast<std::size_t>(node.slot)];
  }
  for (const NodePtr& child : node.children) count_slots(*child, counts);
}

bool is_nonlinear(const PatternNode& node) {
  std::vector<int> counts;
  count_slots(node, counts);
  return std::any_of(counts.begin(), counts.end(), [](int n) { return n > 1; });
}

}  // namespace

bool subsumes(const PatternNode& general_node, const PatternNode& special_node) {
  const PatternNode& general = strip(general_node);
  const PatternNode& special = strip(special_node);
  switch (general.op) {
    case PatternOp::Test:
    case PatternOp::Condition:
      return special.op == general.op && special.value == general.value && subsumes(*general.children[0], *special.children[0]);
    default: break;
  }
  if (special.op == PatternOp::Test || special.op == PatternOp::Condition) return subsumes(general, *special.children[0]);
  switch (general.op) {
    case PatternOp::Literal: return special.op == PatternOp::Literal && special.value == general.value;
    case PatternOp::Blank: return special.max_length <= 1 && special.min_length == 1 && head_fits(general, special);
    case PatternOp::BlankSequence: return special.min_length >= 1 && head_fits(general, special);
    case PatternOp::BlankNullSequence: return head_fits(general, special);
    case PatternOp::Options: return special.op == PatternOp::Options;
    case PatternOp::Alternatives:
      if (special.op == PatternOp::Alternatives)
        return std::all_of(special.children.begin(), special.children.end(), [&](const NodePtr& c) { return subsumes(general, *c); });
      return std::any_of(general.children.begin(), general.children.end(), [&](const NodePtr& c) { return subsumes(*c, special); });
    case PatternOp::Optional: return subsumes(*general.children[0], special.op == PatternOp::Optional ? *special.children[0] : special);
    case PatternOp::Repeated: return subsumes(*general.children[0], special.op == PatternOp::Repeated ? *special.children[0] : special);
    case PatternOp::Normal: {
      if (special.op == PatternOp::Literal) {
        if (!special.value.is_normal() || is_nonlinear(general)) return false;
        PatternVariables none;
        PatternVariables variables;
        Bindings bindings(64);
        return match_pattern(general, special.value, bindings, none, [] { return true; });
      }
      if (special.op != PatternOp::Normal) return false;
      if (is_nonlinear(general) && !is_nonlinear(special)) return false;
      return subsumes(*general.children[0], *special.children[0]) && subsumes_arguments(general, 1, special, 1);
    }
    default: return false;
  }
}

}  // namespace lykos
