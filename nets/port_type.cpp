// The lattice of port types and its words.
#include "nets/port_type.h"

#include <algorithm>
#include <cctype>
#include <functional>
#include <mutex>

#include "nets/error.h"

namespace lykos::nets {

PortType PortType::shaped(std::vector<Extent> extents, ElementKind element) {
  PortType t;
  t.element = element;
  t.rank_known = true;
  t.extents = std::move(extents);
  return t;
}

PortType PortType::of_dimensions(const std::vector<std::int64_t>& dimensions) {
  return shaped(std::vector<Extent>(dimensions.begin(), dimensions.end()));
}

PortType PortType::rank_at_least(int rank, ElementKind element) {
  PortType t;
  t.element = element;
  t.minimum_rank = rank;
  return t;
}

PortType PortType::of_rank(int rank, ElementKind element) {
  return shaped(std::vector<Extent>(static_cast<std::size_t>(rank)), element);
}

PortType PortType::index(std::int64_t maximum, std::vector<Extent> extents) {
  PortType t = shaped(std::move(extents), ElementKind::Integer);
  t.maximum = maximum;
  return t;
}

bool PortType::shape_known() const {
  if (!rank_known) return false;
  for (const Extent& e : extents) {
    if (!e.known()) return false;
  }
  return true;
}

bool PortType::has_varying() const {
  for (const Extent& e : extents) {
    if (e.is_varying()) return true;
  }
  return false;
}

std::vector<std::int64_t> PortType::dimensions() const {
  std::vector<std::int64_t> result;
  for (const Extent& e : extents) result.push_back(e.size());
  return result;
}

namespace {

std::string sentence_of(const std::vector<Extent>& extents) {
  std::string text = describe(PortType::shaped(extents));
  text[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(text[0])));
  return text;
}

}  // namespace

std::int64_t PortType::element_count() const {
  const Extent count = product(extents);
  return count.size();
}

Extent product(const std::vector<Extent>& extents) {
  std::int64_t p = 1;
  bool varying = false, unknown = false, empty = false, overflow = false;
  for (const Extent& e : extents) {
    varying |= e.is_varying();
    unknown |= e.is_unknown();
    if (!e.known()) continue;
    empty |= e.size() == 0;
    overflow |= __builtin_mul_overflow(p, e.size(), &p);
  }
  if (overflow && !empty) throw NetError("tnsrmaxsz", sentence_of(extents) + " has more elements than can be counted.");
  return varying ? Extent::varying() : unknown ? Extent() : Extent(empty ? 0 : p);
}

// Names of lengths in the order they were first seen; a length's id is its position, counted from 1.
namespace {

struct LengthNames {
  std::mutex mutex;
  std::vector<std::string> names;
};

LengthNames& length_names() {
  static LengthNames table;
  return table;
}

}  // namespace

Extent named_length(const std::string& name) {
  if (name == "Varying") return Extent::varying();
  LengthNames& table = length_names();
  const std::lock_guard lock(table.mutex);
  auto it = std::find(table.names.begin(), table.names.end(), name);
  if (it == table.names.end()) it = table.names.insert(table.names.end(), name);
  return Extent::varying(it - table.names.begin() + 1);
}

std::string length_name(Extent e) {
  if (e.varying_id() == 0) return "Varying";
  LengthNames& table = length_names();
  const std::lock_guard lock(table.mutex);
  return table.names[static_cast<std::size_t>(e.varying_id() - 1)];
}

std::size_t PortType::hash() const {
  std::size_t h = hash_combine(static_cast<std::size_t>(element), rank_known ? extents.size() + 1 : 0);
  h = hash_combine(h, static_cast<std::size_t>(minimum) * 31 + static_cast<std::size_t>(maximum));
  for (const Extent& e : extents) h = hash_combine(h, static_cast<std::size_t>(e.size()));
  return h;
}

std::optional<Extent> unify(Extent a, Extent b) {
  if (a == b || b.is_unknown()) return a;
  if (a.is_unknown()) return b;
  if (a.known() && b.known()) return std::nullopt;
  if (a.known()) return a;  // a varying length may turn out to be this one
  if (b.known()) return b;
  if (a.varying_id() == 0) return b;
  if (b.varying_id() == 0) return a;
  return std::nullopt;
}

std::optional<PortType> unify(const PortType& a, const PortType& b) {
  PortType t;
  if (a.element == ElementKind::Integer || b.element == ElementKind::Integer) {
    t.element = ElementKind::Integer;
    const bool both = a.element == b.element;
    const PortType& one = a.element == ElementKind::Integer ? a : b;
    t.minimum = one.minimum;
    t.maximum = one.maximum;
    if (both) {
      if (a.maximum > 0 && b.maximum > 0 && (a.maximum != b.maximum || a.minimum != b.minimum)) return std::nullopt;
      const PortType& tighter = a.maximum > 0 ? a : b.maximum > 0 ? b : a.maximum == -1 ? a : b;
      t.minimum = tighter.minimum;
      t.maximum = tighter.maximum;
    }
  } else {
    t.element = a.element == ElementKind::Real || b.element == ElementKind::Real ? ElementKind::Real : ElementKind::Any;
  }
  if (a.rank_known && b.rank_known) {
    if (a.rank() != b.rank()) return std::nullopt;
    t.rank_known = true;
    for (int i = 0; i < a.rank(); ++i) {
      const auto e = unify(a.extents[static_cast<std::size_t>(i)], b.extents[static_cast<std::size_t>(i)]);
      if (!e) return std::nullopt;
      t.extents.push_back(*e);
    }
    return t;
  }
  if (a.rank_known || b.rank_known) {
    const PortType& known = a.rank_known ? a : b;
    const PortType& open = a.rank_known ? b : a;
    if (known.rank() < open.minimum_rank) return std::nullopt;
    t.rank_known = true;
    t.extents = known.extents;
    return t;
  }
  t.minimum_rank = std::max(a.minimum_rank, b.minimum_rank);
  return t;
}

namespace {

std::string sizes_text(const std::vector<Extent>& extents) {
  std::string text;
  for (std::size_t i = 0; i < extents.size(); ++i) {
    if (i) text += "×";
    text += extents[i].known() ? std::to_string(extents[i].size()) : !extents[i].is_varying() ? "?" : extents[i].varying_id() == 0 ? "n" : length_name(extents[i]);
  }
  return text;
}

bool nothing_known(const std::vector<Extent>& extents) {
  for (const Extent& e : extents) {
    if (!e.is_unknown()) return false;
  }
  return true;
}

std::string index_words(const PortType& t) {
  if (t.maximum > 0) return "integer between " + std::to_string(t.minimum) + " and " + std::to_string(t.maximum);
  return (t.minimum == 1 && t.maximum == 0) || t.minimum == kAnyInteger ? "integer" : "integer not below " + std::to_string(t.minimum);
}

}  // namespace

std::string describe(const PortType& t, bool with_elements) {
  if (t.is_scalar()) {
    if (t.element == ElementKind::Integer) return "an " + index_words(t);
    return "a real number";
  }
  std::string text;
  if (!t.rank_known) {
    if (t.minimum_rank == 0 && t.element == ElementKind::Any) return "an array";
    text = t.minimum_rank == 0 ? "an array" : "an array of rank ≥ " + std::to_string(t.minimum_rank);
  } else if (nothing_known(t.extents)) {
    text = t.rank() == 1 ? "a vector" : t.rank() == 2 ? "a matrix" : "a rank-" + std::to_string(t.rank()) + " array";
  } else if (t.rank() == 1) {
    text = t.extents[0].is_varying() ? "a varying-length vector" : "a length-" + sizes_text(t.extents) + " vector";
  } else {
    const std::string sizes = sizes_text(t.extents), first = sizes.substr(0, sizes.find("×"));
    const bool vowel = first == "n" || first == "m" || first == "11" || first == "18" || first[0] == '8';  // as spoken
    text = (vowel ? "an " : "a ") + sizes + (t.rank() == 2 ? " matrix" : " array");
  }
  if (t.element == ElementKind::Integer) {
    text += t.maximum > 0 ? " of integers between " + std::to_string(t.minimum) + " and " + std::to_string(t.maximum) : " of integers";
  } else if (with_elements && t.element == ElementKind::Real) {
    text += " of real numbers";
  }
  return text;
}

std::string describe_dimensions(const std::vector<std::int64_t>& dimensions) { return describe(PortType::of_dimensions(dimensions)); }

std::string summary(const PortType& t) {
  const std::string range = t.maximum > 0 ? "range: " + std::to_string(t.minimum) + ".." + std::to_string(t.maximum) : "";
  if (t.is_scalar()) {
    if (t.element != ElementKind::Integer) return "real";
    return range.empty() ? "integer" : "index (" + range + ")";
  }
  if (!t.rank_known) return t.minimum_rank == 0 ? "array" : "array (rank ≥ " + std::to_string(t.minimum_rank) + ")";
  std::string text = t.rank() == 1 ? "vector" : t.rank() == 2 ? "matrix" : "array";
  if (t.element == ElementKind::Integer) text += " of indices";
  std::string inside = nothing_known(t.extents) ? (t.rank() > 2 ? "rank: " + std::to_string(t.rank()) : "") : "size: " + sizes_text(t.extents);
  if (t.element == ElementKind::Integer && !range.empty()) inside += (inside.empty() ? "" : ", ") + range;
  return inside.empty() ? text : text + " (" + inside + ")";
}

namespace {

[[noreturn]] void bad_hint(const Value& spec, std::string_view port) {
  throw NetError("invtypehint", spec.text() + " is not a shape for the \"" + std::string(port) +
                                    "\" port; use a size n, a list of sizes {n1, n2, ...}, \"Real\", \"Integer\", \"Varying\", "
                                    "{\"Varying\", n2, ...}, Automatic or a coder.");
}

Extent parse_extent(const Value& v, const Value& spec, std::string_view port) {
  if (v.is_integer() && v.integer() > 0 && v.integer() <= Extent::kGreatest) return Extent(v.integer());
  if (v.is_automatic()) return Extent();
  if (v.is(Value::Kind::String) || v.is_word("Varying")) return named_length(v.word());
  bad_hint(spec, port);
}

bool parse_restricted(const Value& v, PortType& t) {
  if (!v.is_list() || v.list().empty() || !v.list()[0].is_word("Restricted") || v.list().size() != 3) return false;
  const Value& bound = v.list()[2];
  if (bound.is_integer()) {
    t.maximum = bound.integer();
  } else if (bound.is_word("Infinity")) {
    t.maximum = -1;
  } else if (bound.is_list() && bound.list().size() == 2 && bound.list()[0].is_integer()) {
    t.minimum = bound.list()[0].integer();
    t.maximum = bound.list()[1].is_integer() ? bound.list()[1].integer() : -1;
  } else {
    return false;
  }
  t.element = ElementKind::Integer;
  return true;
}

}  // namespace

PortType parse_port_type(const Value& spec, std::string_view port) {
  if (spec.is_automatic()) return PortType::any();
  if (spec.is(Value::Kind::Coder)) return spec.coder()->type();
  if (spec.is_integer()) {
    if (spec.integer() <= 0 || spec.integer() > Extent::kGreatest) bad_hint(spec, port);
    return PortType::shaped({Extent(spec.integer())});
  }
  if (spec.is_word("Real") || spec.is_word("Scalar")) return PortType::real();
  if (spec.is_word("Integer")) return PortType::index();
  if (spec.is_word("Varying")) return PortType::shaped({Extent::varying()}, ElementKind::Any);
  PortType t = PortType::real();
  if (parse_restricted(spec, t)) return t;
  if (!spec.is_list()) bad_hint(spec, port);
  ValueList items = spec.list();
  if (!items.empty()) {  // the last entry may be the element type
    if (items.back().is_word("Integer")) {
      t.element = ElementKind::Integer;
      items.pop_back();
    } else if (items.back().is_word("Real")) {
      items.pop_back();
    } else if (items.back().is(Value::Kind::Coder)) {
      const PortType inner = items.back().coder()->type();
      t = inner;
      if (!inner.rank_known) bad_hint(spec, port);
      items.pop_back();
    } else if (parse_restricted(items.back(), t)) {
      items.pop_back();
    }
  }
  std::vector<Extent> extents;
  for (const Value& item : items) extents.push_back(parse_extent(item, spec, port));
  extents.insert(extents.end(), t.extents.begin(), t.extents.end());
  t.extents = std::move(extents);
  bool varying = false;
  for (std::size_t i = 1; i < t.extents.size(); ++i) varying |= t.extents[i].is_varying();
  if (varying) {
    throw NetError("invvardim", "The \"" + std::string(port) + "\" port was given as " + spec.text() +
                                    ": only the first dimension may vary in length.");
  }
  return t;
}

std::shared_ptr<const PortCoder> parse_port_coder(const Value& spec, std::string_view port) {
  if (spec.is(Value::Kind::Coder)) return spec.coder();
  if (!spec.is_list() || spec.list().empty() || !spec.list().back().is(Value::Kind::Coder)) return nullptr;
  std::vector<Extent> levels;
  for (std::size_t i = 0; i + 1 < spec.list().size(); ++i) levels.push_back(parse_extent(spec.list()[i], spec, port));
  return spec.list().back().coder()->repeated(levels);
}

Value port_type_value(const PortType& t) {
  Value element = Name{"Real"};
  if (t.element == ElementKind::Integer) {
    if (t.maximum > 0) {
      Value bound = t.minimum == 1 ? Value(t.maximum) : Value::list({t.minimum, t.maximum});
      element = Value::list({Name{"Restricted"}, "Integer", bound});
    } else if (t.minimum == kAnyInteger) {
      element = Value("Integer");
    } else if (t.maximum == -1) {
      Value bound = t.minimum == 1 ? Value(Name{"Infinity"}) : Value::list({t.minimum, Name{"Infinity"}});
      element = Value::list({Name{"Restricted"}, "Integer", bound});
    } else {
      element = Value("Integer");
    }
  }
  if (!t.rank_known) return t.element == ElementKind::Integer ? element : Value(Automatic{});
  if (t.is_scalar()) return t.element == ElementKind::Integer ? element : t.element == ElementKind::Real ? Value("Real") : Value("Real");
  ValueList items;
  for (const Extent& e : t.extents) {
    if (e.known()) items.emplace_back(e.size());
    else if (e.is_varying()) items.emplace_back(length_name(e));
    else items.emplace_back(Automatic{});
  }
  if (t.element == ElementKind::Integer) {
    items.push_back(element);
  } else if (items.size() == 1) {
    return items[0].is_automatic() ? Value(std::move(items)) : items[0];
  }
  return Value(std::move(items));
}

}  // namespace lykos::nets
