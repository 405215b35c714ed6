// hdf5.h - HDF5 files through libhdf5, which is opened on first use so that it costs nothing at start-up.
//
// A file is open on disk (parts are read as they are asked for, so it may be larger than memory) or held as bytes. Names of groups and
// datasets are absolute paths, "/images/train". Functions that can fail return nothing and say why in `problem`.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "array/array.h"
#include "expr/expr.h"

namespace lykos::builtins {

/// Which elements of a dataset: all of them, a regular part of each dimension, or single points.
struct Hdf5Selection {
  struct Range {
    std::uint64_t start = 0, count = 0, step = 1;
    bool drops = false;  ///< a single position: the dimension is left out of the result
  };
  std::vector<Range> ranges;                      ///< one for each dimension
  std::vector<std::vector<std::uint64_t>> points;
  bool all() const { return ranges.empty() && points.empty(); }
};

/// How a dataset is stored.
struct Hdf5Storage {
  std::optional<array::DType> type;  ///< of numbers; else 64 bits, or the type of a NumericArray
  int compression = 0;               ///< 1..9: GZIP
};

class Hdf5File {
 public:
  ~Hdf5File();
  static std::shared_ptr<Hdf5File> open(const std::string& path, std::string& problem);
  static std::shared_ptr<Hdf5File> open_bytes(std::string_view bytes, std::string& problem);
  /// A new file in memory.
  static std::shared_ptr<Hdf5File> create(std::string& problem);

  std::vector<std::string> datasets() const { return datasets_; }
  std::vector<std::string> groups() const { return groups_; }
  /// The absolute path of a dataset named with or without its first slash; "" if there is none.
  std::string find_dataset(std::string_view name) const;

  std::optional<std::vector<std::int64_t>> dimensions(const std::string& dataset, std::string& problem) const;
  /// "Real64", "String", <|field -> type|>, ...
  MaybeExpr format(const std::string& dataset, std::string& problem) const;
  /// None or {"GZIP", level}, ...
  MaybeExpr encoding(const std::string& dataset, std::string& problem) const;
  MaybeExpr read(const std::string& dataset, const Hdf5Selection& selection, std::string& problem) const;
  /// Attributes of a group or dataset.
  MaybeExpr attributes(const std::string& object, std::string& problem) const;

  /// Entries `rows` of the first dimension, one after the other, as float or double.
  bool gather(const std::string& dataset, std::span<const std::int64_t> rows, array::DType type, void* destination, std::string& problem) const;

  bool write(const std::string& dataset, const Expr& data, const Hdf5Storage& storage, std::string& problem);
  bool write_attribute(const std::string& object, const std::string& name, const Expr& data, std::string& problem);
  bool make_group(const std::string& group, std::string& problem);
  /// The file as it is, as bytes.
  std::optional<std::string> bytes(std::string& problem) const;

 private:
  explicit Hdf5File(std::int64_t id) : id_(id) {}
  void list(const std::string& group, int depth);
  std::int64_t id_;
  std::vector<std::string> datasets_, groups_;
};

}  // namespace lykos::builtins
