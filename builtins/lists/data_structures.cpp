// data_structures.cpp - CreateDataStructure: objects that change in place, asked and changed by ds["Operation", args].
//
// Each kind of object is a class with its operations in one function: nullopt leaves the call as it is. What all have (Length, Elements,
// EmptyQ, Copy ...) follows from how they list and fill their elements.
#include "builtins/lists/data_structures.h"

#include <algorithm>
#include <deque>
#include <map>
#include <unordered_map>

#include "builtins/lists/register.h"
#include "builtins/support.h"
#include "evaluator/apply_hooks.h"
#include "expr/node.h"

namespace lykos::builtins {
namespace {

Expr count_of(std::size_t n) { return Expr::integer(static_cast<std::int64_t>(n)); }

// An operation being asked for: its name and the arguments after it.
struct Operation {
  const std::string& name;
  std::span<const Expr> args;
  bool is(std::string_view wanted, std::size_t count) const { return name == wanted && args.size() == count; }
  template <class... Names>
  bool any(std::size_t count, const Names&... names) const { return args.size() == count && ((name == names) || ...); }
};

class Structure : public OpaqueNode {
 public:
  explicit Structure(std::string type) : type_(std::move(type)) {}
  const std::string& type() const { return type_; }
  virtual std::vector<Expr> elements() const = 0;
  virtual void clear() = 0;
  virtual bool fill(std::span<const Expr> given) = 0;       // from CreateDataStructure["type", {given...}]
  virtual Structure* make_empty() const = 0;
  virtual MaybeExpr operate(const Operation& op) = 0;
  virtual std::size_t length() const { return elements().size(); }
  virtual Expr normal() const { return make_list(elements()); }

  Expr head() const override { return sym::DataStructure; }
  bool equals(const OpaqueNode& other) const override {
    const auto& that = static_cast<const Structure&>(other);
    return this == &that || (type_ == that.type_ && normal() == that.normal());
  }
  std::uint64_t hash_value() const override { return std::hash<std::string>()(type_); }   // its contents change
  std::string summary() const override { return "DataStructure[" + type_ + ", <" + std::to_string(length()) + ">]"; }
  MaybeExpr reconstruct() const override { return make_normal(Expr(sym::CreateDataStructure), {Expr::string(type_), normal()}); }

 private:
  std::string type_;
};

Structure* as_structure(const Expr& e) { return e.is_opaque() ? dynamic_cast<Structure*>(static_cast<OpaqueNode*>(e.node())) : nullptr; }

// 1 .. n or -n .. -1 as an index from 0.
std::optional<std::size_t> index_in(const Expr& e, std::size_t size) {
  const auto n = machine_integer(e);
  if (!n || *n == 0) return std::nullopt;
  const std::int64_t at = *n > 0 ? *n - 1 : static_cast<std::int64_t>(size) + *n;
  return at >= 0 && at < static_cast<std::int64_t>(size) ? std::optional<std::size_t>(static_cast<std::size_t>(at)) : std::nullopt;
}

// ---- elements in a row: Queue, Stack, Deque, DynamicArray, ExtensibleVector, FixedArray, LinkedList, DoublyLinkedList, RingBuffer
class Sequence : public Structure {
 public:
  Sequence(std::string type, std::optional<std::size_t> capacity) : Structure(std::move(type)), capacity_(capacity) {}
  std::deque<Expr> items;
  std::vector<Expr> elements() const override { return {items.begin(), items.end()}; }
  std::size_t length() const override { return items.size(); }
  void clear() override { items.clear(); }
  bool fill(std::span<const Expr> given) override {
    items.assign(given.begin(), given.end());
    return true;
  }
  Structure* make_empty() const override { return new Sequence(type(), capacity_); }

  MaybeExpr operate(const Operation& op) override {
    const bool queue = type() == "Queue";
    const bool fixed = type() == "FixedArray";
    if (const auto changed = at_index(op)) return changed;
    if (op.is("Fold", 2)) {
      Expr value = op.args[1];
      for (const Expr& e : elements()) value = apply(op.args[0], {value, e});
      return value;
    }
    if (op.is("Capacity", 0) && capacity_) return count_of(*capacity_);
    if (op.is("FullQ", 0) && capacity_) return Expr::boolean(items.size() == *capacity_);
    if (fixed) return std::nullopt;
    if (op.any(1, "Append", "PushBack") || op.is("Push", 1)) return push(op.args[0], true);
    if (op.any(1, "Prepend", "PushFront")) return push(op.args[0], false);
    if (op.any(1, "JoinBack", "JoinFront")) {
      const Expr given = op.args[0];
      const Structure* other = as_structure(given);
      const std::vector<Expr> more = other != nullptr ? other->elements() : given.is_list() ? std::vector<Expr>(given.args().begin(), given.args().end()) : std::vector<Expr>{};
      items.insert(op.name == "JoinBack" ? items.end() : items.begin(), more.begin(), more.end());
      return Expr(sym::Null);
    }
    if (items.empty()) return std::nullopt;
    if (op.any(0, "PopFront", "DropFirst", "PopFirst") || (op.is("Pop", 0) && queue)) return take(false, op.name == "DropFirst");
    if (op.any(0, "PopBack", "DropLast", "PopLast") || (op.is("Pop", 0) && !queue)) return take(true, op.name == "DropLast");
    if (op.any(0, "First", "PeekFront") || (op.is("Peek", 0) && queue)) return items.front();
    if (op.any(0, "Last", "PeekBack") || (op.is("Peek", 0) && !queue)) return items.back();
    return std::nullopt;
  }

 private:
  MaybeExpr push(const Expr& e, bool back) {
    if (capacity_ && items.size() == *capacity_) back ? items.pop_front() : items.pop_back();
    back ? items.push_back(e) : items.push_front(e);
    return Expr(sym::Null);
  }
  MaybeExpr take(bool back, bool quietly) {
    const Expr e = back ? items.back() : items.front();
    back ? items.pop_back() : items.pop_front();
    return quietly ? Expr(sym::Null) : e;
  }
  // Part, SetPart, SwapPart, Insert, Drop
  MaybeExpr at_index(const Operation& op) {
    if (op.is("Insert", 2)) {
      const auto at = index_in(op.args[1], items.size() + 1);
      if (!at) return std::nullopt;
      items.insert(items.begin() + static_cast<std::ptrdiff_t>(*at), op.args[0]);
      return Expr(sym::Null);
    }
    if (op.args.empty()) return std::nullopt;
    const bool known = op.is("Part", 1) || op.is("SetPart", 2) || op.is("SwapPart", 2) || op.any(1, "Drop", "Delete");
    if (!known) return std::nullopt;
    const auto at = index_in(op.args[0], items.size());
    if (!at) {
      message(sym::DataStructure, "partw", {op.args[0], make_list(elements())});
      return failed();
    }
    if (op.is("Part", 1)) return items[*at];
    if (op.is("SetPart", 2)) {
      items[*at] = op.args[1];
      return op.args[1];
    }
    if (op.is("SwapPart", 2)) {
      const auto other = index_in(op.args[1], items.size());
      if (!other) return std::nullopt;
      std::swap(items[*at], items[*other]);
      return Expr(sym::Null);
    }
    items.erase(items.begin() + static_cast<std::ptrdiff_t>(*at));
    return Expr(sym::Null);
  }
  std::optional<std::size_t> capacity_;
};

// ---- PriorityQueue: a heap; what comes last in the order goes first
class PriorityQueue : public Structure {
 public:
  explicit PriorityQueue(MaybeExpr order) : Structure("PriorityQueue"), order_(std::move(order)) {}
  std::vector<Expr> elements() const override { return heap_; }
  std::size_t length() const override { return heap_.size(); }
  void clear() override { heap_.clear(); }
  bool fill(std::span<const Expr> given) override {
    for (const Expr& e : given) push(e);
    return true;
  }
  Structure* make_empty() const override { return new PriorityQueue(order_); }
  MaybeExpr operate(const Operation& op) override {
    if (op.is("Push", 1)) {
      push(op.args[0]);
      return Expr(sym::Null);
    }
    if (heap_.empty()) return std::nullopt;
    if (op.is("Peek", 0)) return heap_.front();
    if (op.is("Pop", 0)) {
      std::pop_heap(heap_.begin(), heap_.end(), [&](const Expr& a, const Expr& b) { return before(a, b); });
      const Expr top = heap_.back();
      heap_.pop_back();
      return top;
    }
    return std::nullopt;
  }

 private:
  bool before(const Expr& a, const Expr& b) const {
    if (!order_) return canonical_compare(a, b) < 0;
    const Expr value = apply(*order_, {a, b});
    return value.is_true() || value == Expr::integer(1);
  }
  void push(const Expr& e) {
    heap_.push_back(e);
    std::push_heap(heap_.begin(), heap_.end(), [&](const Expr& a, const Expr& b) { return before(a, b); });
  }
  MaybeExpr order_;
  std::vector<Expr> heap_;
};

// ---- HashTable, HashSet and their ordered kinds: the order of insertion is kept by numbers
class Hashed : public Structure {
 public:
  explicit Hashed(std::string type) : Structure(std::move(type)) {}
  bool is_table() const { return type().ends_with("Table"); }
  std::vector<Expr> elements() const override {
    std::vector<Expr> list;
    for (const auto& [number, key] : order_) list.push_back(is_table() ? make_normal(sym::Rule, {key, entries_.at(key).value}) : key);
    return list;
  }
  std::size_t length() const override { return entries_.size(); }
  void clear() override {
    entries_.clear();
    order_.clear();
  }
  Expr normal() const override {
    if (!is_table()) return make_list(elements());
    std::vector<AssociationEntry> list;
    for (const auto& [number, key] : order_) list.push_back({key, entries_.at(key).value, false});
    return make_association(std::move(list));
  }
  bool fill(std::span<const Expr> given) override {
    for (const Expr& e : given) {
      if (!is_table()) insert(e, e);
      else if (e.is_rule()) insert(e[0], e[1]);
      else return false;
    }
    return true;
  }
  Structure* make_empty() const override { return new Hashed(type()); }

  MaybeExpr operate(const Operation& op) override { return is_table() ? operate_table(op) : operate_set(op); }
  bool contains(const Expr& key) const { return entries_.contains(key); }

 private:
  struct Entry {
    Expr value;
    std::size_t number = 0;
  };
  bool insert(const Expr& key, const Expr& value) {
    if (!entries_.emplace(key, Entry{value, next_}).second) return false;
    order_.emplace(next_++, key);
    return true;
  }
  bool erase(const Expr& key) {
    const auto found = entries_.find(key);
    if (found == entries_.end()) return false;
    order_.erase(found->second.number);
    entries_.erase(found);
    return true;
  }
  std::vector<Expr> keys() const {
    std::vector<Expr> list;
    for (const auto& [number, key] : order_) list.push_back(key);
    return list;
  }
  MaybeExpr operate_table(const Operation& op) {
    if (op.is("Insert", 1) && op.args[0].is_rule()) return Expr::boolean(insert(op.args[0][0], op.args[0][1]));
    if (op.is("Lookup", 1) || op.is("Lookup", 2)) {
      const auto found = entries_.find(op.args[0]);
      if (found != entries_.end()) return found->second.value;
      return op.args.size() == 2 ? apply(op.args[1], {op.args[0]}) : missing("KeyAbsent", op.args[0]);
    }
    if (op.is("KeyExistsQ", 1)) return Expr::boolean(contains(op.args[0]));
    if (op.any(1, "KeyDrop", "Delete", "Remove")) return Expr::boolean(erase(op.args[0]));
    if (op.is("Keys", 0)) return make_list(keys());
    if (op.is("Values", 0)) {
      std::vector<Expr> list;
      for (const auto& [number, key] : order_) list.push_back(entries_.at(key).value);
      return make_list(std::move(list));
    }
    if (op.is("KeyDropAll", 0)) {
      clear();
      return Expr(sym::Null);
    }
    return std::nullopt;
  }
  MaybeExpr operate_set(const Operation& op) {
    if (op.is("Insert", 1)) return Expr::boolean(insert(op.args[0], op.args[0]));
    if (op.any(1, "Delete", "Remove")) return Expr::boolean(erase(op.args[0]));
    if (op.is("MemberQ", 1)) return Expr::boolean(contains(op.args[0]));
    if (op.is("Pop", 0) && !entries_.empty()) {
      const Expr key = order_.rbegin()->second;
      erase(key);
      return key;
    }
    if (op.args.size() != 1) return std::nullopt;
    const Structure* other = as_structure(op.args[0]);
    if (other == nullptr && !op.args[0].is_list()) return std::nullopt;
    const std::vector<Expr> given = other != nullptr ? other->elements() : std::vector<Expr>(op.args[0].args().begin(), op.args[0].args().end());
    if (op.name == "Union") {
      for (const Expr& e : given) insert(e, e);
    } else if (op.name == "Complement") {
      for (const Expr& e : given) erase(e);
    } else if (op.name == "Intersection") {
      Hashed kept("HashSet");
      kept.fill(given);
      for (const Expr& e : keys())
        if (!kept.contains(e)) erase(e);
    } else if (op.name == "SubsetQ") {
      return Expr::boolean(std::all_of(given.begin(), given.end(), [&](const Expr& e) { return contains(e); }));
    } else {
      return std::nullopt;
    }
    return Expr(sym::Null);
  }
  std::unordered_map<Expr, Entry, ExprHash> entries_;
  std::map<std::size_t, Expr> order_;
  std::size_t next_ = 0;
};

// ---- Value and Counter: one expression
class Cell : public Structure {
 public:
  explicit Cell(std::string type) : Structure(std::move(type)) {}
  Expr value = Expr::integer(0);
  std::vector<Expr> elements() const override { return {value}; }
  void clear() override { value = Expr::integer(0); }
  Expr normal() const override { return value; }
  bool fill(std::span<const Expr> given) override {
    if (!given.empty()) value = given[0];
    return true;
  }
  Structure* make_empty() const override { return new Cell(type()); }
  MaybeExpr operate(const Operation& op) override {
    if (op.is("Get", 0)) return value;
    if (op.is("Set", 1)) return value = op.args[0];
    if (type() != "Counter") return std::nullopt;
    const auto add = [&](const Expr& step) { return value = evaluate(make_normal(sym::Plus, {value, step})); };
    const Expr before = value;
    if (op.is("AddTo", 1)) return add(op.args[0]);
    if (op.is("SubtractFrom", 1)) return add(make_normal(sym::Times, {Expr::integer(-1), op.args[0]}));
    if (op.is("PreIncrement", 0)) return add(Expr::integer(1));
    if (op.is("PreDecrement", 0)) return add(Expr::integer(-1));
    if (op.is("Increment", 0)) return add(Expr::integer(1)), before;
    if (op.is("Decrement", 0)) return add(Expr::integer(-1)), before;
    return std::nullopt;
  }
};

// ---- BitVector: bits numbered from 0
class BitVector : public Structure {
 public:
  explicit BitVector(std::size_t size) : Structure("BitVector"), bits_(size, false) {}
  std::vector<Expr> elements() const override {
    std::vector<Expr> list;
    for (const bool bit : bits_) list.push_back(Expr::integer(bit ? 1 : 0));
    return list;
  }
  std::size_t length() const override { return bits_.size(); }
  void clear() override { std::fill(bits_.begin(), bits_.end(), false); }
  bool fill(std::span<const Expr> given) override {
    bits_.clear();
    for (const Expr& e : given) bits_.push_back(e == Expr::integer(1) || e.is_true());
    return true;
  }
  Structure* make_empty() const override { return new BitVector(bits_.size()); }
  MaybeExpr operate(const Operation& op) override {
    if (op.any(0, "ClearAll", "BitClearAll", "SetAll", "BitSetAll")) {
      std::fill(bits_.begin(), bits_.end(), op.name.find("Set") != std::string::npos);
      return Expr(sym::Null);
    }
    if (op.is("Capacity", 0)) return count_of(bits_.size());
    if (op.any(0, "BitCount", "Count")) return count_of(static_cast<std::size_t>(std::count(bits_.begin(), bits_.end(), true)));
    if (op.is("BitList", 0)) {
      Builder list(sym::List);
      for (std::size_t i = 0; i < bits_.size(); ++i)
        if (bits_[i]) list.push(count_of(i));
      return list.finish();
    }
    if (!op.any(1, "BitTest", "BitSet", "BitClear", "BitFlip")) return std::nullopt;
    const auto at = machine_integer(op.args[0]);
    if (!at || *at < 0 || *at >= static_cast<std::int64_t>(bits_.size())) {
      message(sym::DataStructure, "partw", {op.args[0], make_list(elements())});
      return failed();
    }
    const auto i = static_cast<std::size_t>(*at);
    if (op.name == "BitTest") return Expr::boolean(bits_[i]);
    bits_[i] = op.name == "BitSet" || (op.name == "BitFlip" && !bits_[i]);
    return Expr(sym::Null);
  }

 private:
  std::vector<bool> bits_;
};

// ---- DisjointSet: subsets that can be united
class DisjointSet : public Structure {
 public:
  DisjointSet() : Structure("DisjointSet") {}
  std::vector<Expr> elements() const override { return items_; }
  std::size_t length() const override { return subsets_; }
  void clear() override {
    items_.clear();
    parent_.clear();
    numbers_.clear();
    subsets_ = 0;
  }
  bool fill(std::span<const Expr> given) override {
    for (const Expr& subset : given) {
      if (!subset.is_list()) return false;
      for (const Expr& e : subset.args()) {
        insert(e);
        unite(numbers_.at(subset[0]), numbers_.at(e));
      }
    }
    return true;
  }
  Expr normal() const override { return make_list(groups()); }
  Structure* make_empty() const override { return new DisjointSet; }
  MaybeExpr operate(const Operation& op) override {
    if (op.is("Insert", 1)) return Expr::boolean(insert(op.args[0]));
    if (op.is("MemberQ", 1)) return Expr::boolean(numbers_.contains(op.args[0]));
    if (op.is("Subsets", 0)) return make_list(groups());
    if (op.is("Representative", 1) && numbers_.contains(op.args[0])) return items_[root(numbers_.at(op.args[0]))];
    if (op.any(2, "Unify", "CommonSubsetQ") && numbers_.contains(op.args[0]) && numbers_.contains(op.args[1])) {
      const std::size_t a = numbers_.at(op.args[0]);
      const std::size_t b = numbers_.at(op.args[1]);
      if (op.name == "CommonSubsetQ") return Expr::boolean(root(a) == root(b));
      unite(a, b);
      return Expr(sym::Null);
    }
    return std::nullopt;
  }

 private:
  bool insert(const Expr& e) {
    if (!numbers_.emplace(e, items_.size()).second) return false;
    parent_.push_back(items_.size());
    items_.push_back(e);
    ++subsets_;
    return true;
  }
  std::size_t root(std::size_t i) const {
    while (parent_[i] != i) i = parent_[i] = parent_[parent_[i]];
    return i;
  }
  void unite(std::size_t a, std::size_t b) {
    a = root(a);
    b = root(b);
    if (a == b) return;
    parent_[std::max(a, b)] = std::min(a, b);
    --subsets_;
  }
  std::vector<Expr> groups() const {
    std::map<std::size_t, std::vector<Expr>> by_root;
    for (std::size_t i = 0; i < items_.size(); ++i) by_root[root(i)].push_back(items_[i]);
    std::vector<Expr> lists;
    for (auto& [number, members] : by_root) lists.push_back(make_list(std::move(members)));
    return lists;
  }
  std::vector<Expr> items_;
  mutable std::vector<std::size_t> parent_;
  std::unordered_map<Expr, std::size_t, ExprHash> numbers_;
  std::size_t subsets_ = 0;
};

constexpr std::string_view kTypes[] = {"BitVector", "Counter", "Deque", "DisjointSet", "DoublyLinkedList", "DynamicArray", "ExtensibleVector", "FixedArray", "HashSet",
                                       "HashTable", "LinkedList", "OrderedHashSet", "OrderedHashTable", "PriorityQueue", "Queue", "RingBuffer", "Stack", "Value"};

// The elements a structure is made with: a list, an association, another structure.
std::optional<std::vector<Expr>> elements_given(const Expr& e) {
  if (const Structure* other = as_structure(e)) return other->elements();
  if (e.is_list()) return std::vector<Expr>(e.args().begin(), e.args().end());
  if (e.is_association()) {
    std::vector<Expr> rules;
    for (const AssociationEntry& entry : e.association().entries) rules.push_back(make_normal(sym::Rule, {entry.key, entry.value}));
    return rules;
  }
  return std::nullopt;
}

// CreateDataStructure["type"], CreateDataStructure["type", elements], and what some types need beside them
MaybeExpr builtin_CreateDataStructure(Call& call) {
  if (!call[0].is_string() || std::find(std::begin(kTypes), std::end(kTypes), call[0].string_value()) == std::end(kTypes)) return call.message("type", {call[0]});
  const std::string type = call[0].string_value();
  const auto finish = [](Structure* made, const MaybeExpr& given) -> MaybeExpr {
    const Expr object = make_opaque(made);
    if (!given || given->is_null()) return object;
    const auto list = elements_given(*given);
    if (!list || !made->fill(*list)) return std::nullopt;
    return object;
  };
  const MaybeExpr given = call.size() >= 2 ? MaybeExpr(call[1]) : std::nullopt;
  if (type == "Counter" || type == "Value") {
    auto* cell = new Cell(type);
    if (given) cell->value = *given;
    return make_opaque(cell);
  }
  if (type == "PriorityQueue") return finish(new PriorityQueue(call.size() == 3 ? MaybeExpr(call[2]) : std::nullopt), given);
  if (type == "DisjointSet") return finish(new DisjointSet, given);
  if (type == "BitVector") {
    const auto size = given ? count_argument(*given) : std::optional<std::int64_t>(0);
    return size ? MaybeExpr(make_opaque(new BitVector(static_cast<std::size_t>(*size)))) : finish(new BitVector(0), given);
  }
  if (type.starts_with("Hash") || type.starts_with("OrderedHash")) return finish(new Hashed(type), given);
  if (type == "RingBuffer") {
    const auto size = given ? count_argument(*given) : std::nullopt;
    return size ? MaybeExpr(make_opaque(new Sequence(type, static_cast<std::size_t>(*size)))) : std::nullopt;
  }
  auto* made = new Sequence(type, std::nullopt);
  if (type == "FixedArray" && given && !given->is_list()) {
    // ["FixedArray", n] holds n times Null, ["FixedArray", init, n] n times init.
    const Expr object = make_opaque(made);
    const auto size = count_argument(call[call.size() - 1]);
    if (!size) return std::nullopt;
    made->items.assign(static_cast<std::size_t>(*size), call.size() == 3 ? call[1] : Expr(sym::Null));
    return object;
  }
  return finish(made, given);
}

// ds["Operation", args...]
MaybeExpr operate(const Expr& head, std::span<const Expr> args) {
  Structure* structure = as_structure(head);
  if (structure == nullptr || args.empty() || !args[0].is_string()) return std::nullopt;
  const Operation op{args[0].string_value(), args.subspan(1)};
  if (MaybeExpr value = structure->operate(op)) return value;
  if (op.is("Length", 0)) return count_of(structure->length());
  if (op.is("EmptyQ", 0)) return Expr::boolean(structure->length() == 0);
  if (op.is("Elements", 0)) return make_list(structure->elements());
  if (op.is("Type", 0)) return Expr::string(structure->type());
  if (op.any(0, "DropAll", "DeleteAll", "RemoveAll")) {
    structure->clear();
    return Expr(sym::Null);
  }
  if (op.is("Copy", 0)) {
    Structure* copy = structure->make_empty();
    const Expr object = make_opaque(copy);
    const Expr contents = structure->normal();
    const auto list = elements_given(contents.is_list() || contents.is_association() ? contents : make_list({contents}));
    copy->fill(*list);
    return object;
  }
  message(sym::DataStructure, "oper", {args[0], Expr::string(structure->type())});
  return failed();
}

// DataStructureQ[expr], DataStructureQ[expr, "type"]
MaybeExpr builtin_DataStructureQ(Call& call) {
  const Structure* structure = as_structure(call[0]);
  return Expr::boolean(structure != nullptr && (call.size() == 1 || call[1] == Expr::string(structure->type())));
}

constexpr Builtin kBuiltins[] = {
    {.name = "CreateDataStructure", .fn = builtin_CreateDataStructure, .arity = between(1, 3),
     .usage = "CreateDataStructure[\"type\"] makes an object that is changed in place, of a type such as \"Queue\", \"HashTable\" or \"DynamicArray\".\n"
              "CreateDataStructure[\"type\", elements] makes it with elements.",
     .messages = {{"type", "`1` is not a type of data structure."}}},
    {.name = "DataStructure", .usage = "DataStructure represents an object made by CreateDataStructure.",
     .messages = {{"partw", "Part `1` of `2` does not exist."}, {"oper", "The operation `1` cannot be done by this object of type `2`."}}},
    {.name = "DataStructureQ", .fn = builtin_DataStructureQ, .arity = between(1, 2),
     .usage = "DataStructureQ[expr] is True for an object made by CreateDataStructure.\nDataStructureQ[expr, \"type\"] requires its type."},
};

}  // namespace

MaybeExpr normal_of_data_structure(const Expr& e) {
  const Structure* structure = as_structure(e);
  return structure != nullptr ? MaybeExpr(structure->normal()) : std::nullopt;
}

void register_data_structures(Registry& r) {
  set_apply_hook(sym::DataStructure, operate);
  r.add(kBuiltins);
}

}  // namespace lykos::builtins
