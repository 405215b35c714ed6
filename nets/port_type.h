// Port types: what flows through a port, with unknown parts.
//
// A type is an element kind (real, index 1..n, or not yet known) and a shape whose rank and extents may each be unknown or
// varying. Types form a lattice; `unify` is its meet. Shapes never include the batch axis.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "nets/value.h"

namespace lykos::nets {

/// One dimension: a known size >= 0, unknown, or varying from example to example (with an identity: equal ids vary together).
class Extent {
 public:
  constexpr Extent() = default;
  constexpr Extent(std::int64_t size) : code_(size) {}  // NOLINT: sizes convert
  /// Beyond this, sizes could not be multiplied and added without overflow; no array is so long.
  static constexpr std::int64_t kGreatest = std::int64_t{1} << 40;
  static constexpr Extent unknown() { return Extent(); }
  /// A varying length; id 0 is an anonymous one ("Varying").
  static constexpr Extent varying(std::int64_t id = 0) { Extent e; e.code_ = -2 - id; return e; }

  constexpr bool known() const { return code_ >= 0; }
  constexpr bool is_unknown() const { return code_ == -1; }
  constexpr bool is_varying() const { return code_ <= -2; }
  constexpr std::int64_t size() const { return code_; }
  constexpr std::int64_t varying_id() const { return -2 - code_; }
  constexpr bool operator==(const Extent&) const = default;

 private:
  std::int64_t code_ = -1;
};

/// The varying length of a name: "Varying" is the anonymous one, {"n", 3} names one. Equal names in one net are equal lengths.
Extent named_length(const std::string& name);
/// The name of a varying length, "Varying" for an anonymous one.
std::string length_name(Extent e);

enum class ElementKind : std::uint8_t { Any, Real, Integer };

/// A least value that stands for none: integers of either sign.
inline constexpr std::int64_t kAnyInteger = -(std::int64_t{1} << 52);

struct PortType {
  ElementKind element = ElementKind::Any;
  /// For Integer: the least and greatest admissible value; `maximum` 0 means not known, -1 unbounded.
  std::int64_t minimum = 1, maximum = 0;
  bool rank_known = false;
  int minimum_rank = 0;         ///< a lower bound while the rank is unknown
  std::vector<Extent> extents;  ///< meaningful when rank_known

  static PortType any() { return {}; }
  static PortType real() { return shaped({}); }
  static PortType shaped(std::vector<Extent> extents, ElementKind element = ElementKind::Real);
  static PortType of_dimensions(const std::vector<std::int64_t>& dimensions);
  static PortType rank_at_least(int rank, ElementKind element = ElementKind::Real);
  static PortType of_rank(int rank, ElementKind element = ElementKind::Real);
  /// An index in 1..maximum (0: not known yet).
  static PortType index(std::int64_t maximum = 0, std::vector<Extent> extents = {});

  int rank() const { return static_cast<int>(extents.size()); }
  bool is_scalar() const { return rank_known && extents.empty(); }
  bool shape_known() const;     ///< rank and all extents are known numbers
  bool has_varying() const;
  /// Known sizes; only when shape_known().
  std::vector<std::int64_t> dimensions() const;
  std::int64_t element_count() const;  ///< product of dimensions; only when shape_known()
  bool operator==(const PortType&) const = default;
  std::size_t hash() const;
};

/// Greatest lower bound of two types; nothing if they contradict. A real port accepts integers (result: integer).
std::optional<PortType> unify(const PortType& a, const PortType& b);
std::optional<Extent> unify(Extent a, Extent b);

/// "a length-3 vector", "a 2×3 matrix", "an array of rank ≥ 1", "a rank-4 array", "an integer between 1 and 10",
/// "a real number", "an array". With `with_elements`, " of real numbers" is appended where typed.
std::string describe(const PortType& type, bool with_elements = false);
std::string describe_dimensions(const std::vector<std::int64_t>& dimensions);
/// Product of extents; varying if one varies, else unknown if one is unknown. Throws NetError "tnsrmaxsz" if it can't be counted.
Extent product(const std::vector<Extent>& extents);

/// Summary-box wording: "vector (size: 3)", "matrix (size: 2×3)", "array (size: 2×3×4)", "real", "index (range: 1..10)".
std::string summary(const PortType& type);

/// Reads a shape specification (nets.md 4.2): n, {n1, ...}, {}, "Real", "Integer", "Varying", {"Varying", n}, {"n", k}, Automatic,
/// Restricted as Value::list({Name{"Restricted"}, "Integer", n or {m, n}}), {dims..., "Integer"}. A coder gives its type.
/// Throws NetError "invtypehint" naming `port`.
PortType parse_port_type(const Value& spec, std::string_view port);
/// The plain form: 3, {3, 2}, "Real", Automatic, ..., the inverse of parse_port_type.
Value port_type_value(const PortType& type);

class PortCoder;
/// The coder a specification gives: of a coder itself, or {n, ..., coder}; null without one.
std::shared_ptr<const PortCoder> parse_port_coder(const Value& spec, std::string_view port);

/// A NetEncoder or NetDecoder as nets/ sees it: an opaque, comparable object with a type. Defined by the binding.
class PortCoder {
 public:
  virtual ~PortCoder() = default;
  /// What an encoder produces or a decoder accepts; unknown parts are allowed.
  virtual PortType type() const = 0;
  virtual bool equals(const PortCoder& other) const = 0;
  virtual std::size_t hash() const = 0;
  virtual std::string text() const = 0;  ///< NetEncoder[{"Class", ...}]
  virtual bool is_decoder() const = 0;
  /// A copy adapted to a port's inferred type (a decoder learns its dimension), or null for no change.
  virtual std::shared_ptr<const PortCoder> refined(const PortType&) const { return nullptr; }
  /// The coder of arrays of such things: lists of {n1, ...} of them at each level.
  virtual std::shared_ptr<const PortCoder> repeated(const std::vector<Extent>&) const { return nullptr; }
  /// Kind for the automatic loss rule: "Class", "Boolean", ...
  virtual std::string kind() const { return {}; }
};

}  // namespace lykos::nets
