// Files, groups and datasets of HDF5.
#include "builtins/files/hdf5.h"

#include <algorithm>
#include <cstring>
#include <limits>
#include <new>

#include "builtins/files/hdf5_values.h"
#include "builtins/support.h"
#include "expr/association.h"

namespace lykos::builtins {

using array::DType;
using hdf5::Handle;
using hdf5::library;
using hdf5::ValueType;

namespace {

constexpr int kDeepestGroup = 64;  // links of groups may go in circles

bool usable(std::string& problem) {
  if (library().complete) return true;
  problem = "this needs the library libhdf5, which can't be opened; the package libhdf5-103-1 (Debian) or hdf5 has it";
  return false;
}

Handle open_dataset(std::int64_t file, const std::string& name, std::string& problem) {
  Handle dataset(library().H5Dopen2(file, name.c_str(), H5P_DEFAULT), library().H5Dclose);
  if (!dataset.valid()) problem = "there is no dataset \"" + name + '"';
  return dataset;
}

std::vector<hsize_t> sizes_of(hid_t space) {
  const int rank = library().H5Sget_simple_extent_ndims(space);
  std::vector<hsize_t> sizes(static_cast<std::size_t>(std::max(0, rank)));
  if (rank > 0) library().H5Sget_simple_extent_dims(space, sizes.data(), nullptr);
  return sizes;
}

// The number of elements; what no memory holds stays the largest number.
std::uint64_t product(const std::vector<hsize_t>& sizes) {
  if (std::find(sizes.begin(), sizes.end(), 0) != sizes.end()) return 0;
  std::uint64_t n = 1;
  for (hsize_t size : sizes) {
    if (__builtin_mul_overflow(n, size, &n)) return std::numeric_limits<std::uint64_t>::max();
  }
  return n;
}

// Restricts the file's space to a selection; gives the sizes of what is read, in `kept` those that stay dimensions.
bool select(hid_t space, const Hdf5Selection& selection, std::vector<hsize_t>& counts, std::vector<std::int64_t>& kept, std::string& problem) {
  const std::vector<hsize_t> sizes = sizes_of(space);
  counts = sizes;
  kept.assign(sizes.begin(), sizes.end());
  if (selection.all()) return true;
  if (!selection.points.empty()) {
    std::vector<hsize_t> coordinates;
    for (const std::vector<std::uint64_t>& point : selection.points) {
      bool inside = point.size() == sizes.size();
      for (std::size_t i = 0; inside && i < point.size(); ++i) inside = point[i] < sizes[i];
      if (!inside) {
        problem = "the dataset has no element at one of the positions";
        return false;
      }
      coordinates.insert(coordinates.end(), point.begin(), point.end());
    }
    counts = {selection.points.size()};
    kept = {static_cast<std::int64_t>(selection.points.size())};
    return library().H5Sselect_elements(space, H5S_SELECT_SET, selection.points.size(), coordinates.data()) >= 0;
  }
  if (selection.ranges.size() > sizes.size()) {
    problem = "the dataset has " + std::to_string(sizes.size()) + " dimensions, fewer than the part asked for";
    return false;
  }
  std::vector<hsize_t> starts(sizes.size(), 0), steps(sizes.size(), 1);
  kept.clear();
  for (std::size_t i = 0; i < sizes.size(); ++i) {
    bool drops = false;
    if (i < selection.ranges.size()) {
      const Hdf5Selection::Range& range = selection.ranges[i];
      starts[i] = range.start;
      steps[i] = range.step;
      counts[i] = range.count;
      drops = range.drops;
      if (range.count > 0 && range.start + (range.count - 1) * range.step >= sizes[i]) {
        problem = "dimension " + std::to_string(i + 1) + " of the dataset has " + std::to_string(sizes[i]) + " entries only";
        return false;
      }
    }
    if (!drops) kept.push_back(static_cast<std::int64_t>(counts[i]));
  }
  if (product(counts) == 0) return true;
  return library().H5Sselect_hyperslab(space, H5S_SELECT_SET, starts.data(), steps.data(), counts.data(), nullptr) >= 0;
}

bool has_variable_parts(const ValueType& type) {
  if (type.kind == ValueType::Kind::VariableText || type.kind == ValueType::Kind::Sequence) return true;
  return std::any_of(type.members.begin(), type.members.end(), has_variable_parts);
}

// The bytes that a read function fills, as expressions; what the library allocated goes back to it.
template <typename Read>
MaybeExpr read_elements(hid_t file_type, const std::vector<hsize_t>& counts, const std::vector<std::int64_t>& kept, Read&& read, std::string& problem) {
  const hdf5::Library& h5 = library();
  Handle native(h5.H5Tget_native_type(file_type, H5T_DIR_ASCEND), h5.H5Tclose);
  const ValueType type = hdf5::describe_type(native);
  if (!native.valid() || type.kind == ValueType::Kind::Unknown) {
    problem = "its elements are of a type that can't be read (references and times are not)";
    return std::nullopt;
  }
  const hsize_t count = product(counts);
  std::vector<char> bytes;
  try {
    if (type.size > 0 && count > (std::uint64_t{1} << 46) / type.size) throw std::bad_alloc();  // also when the product would overflow
    bytes.resize(count * type.size);
  } catch (const std::exception&) {
    problem = "there is no memory for its " + std::to_string(count) + " elements; \"TakeElements\" reads a part";
    return std::nullopt;
  }
  if (count > 0 && read(native, bytes.data()) < 0) {
    problem = "the data are damaged or compressed in a way the library does not know";
    return std::nullopt;
  }
  const Expr value = hdf5::elements_expr(type, bytes.data(), kept);
  if (count > 0 && has_variable_parts(type)) {
    Handle memory(h5.H5Screate_simple(1, &count, nullptr), h5.H5Sclose);
    h5.H5Dvlen_reclaim(native, memory, H5P_DEFAULT, bytes.data());
  }
  return value;
}

}  // namespace

Hdf5File::~Hdf5File() { library().H5Fclose(id_); }

std::shared_ptr<Hdf5File> Hdf5File::open(const std::string& path, std::string& problem) {
  if (!usable(problem)) return nullptr;
  const hid_t id = library().H5Fopen(path.c_str(), hdf5::kReadOnly, H5P_DEFAULT);
  if (id < 0) {
    problem = "it is no HDF5 file, or damaged";
    return nullptr;
  }
  std::shared_ptr<Hdf5File> file(new Hdf5File(id));
  file->list("/", 0);
  return file;
}

namespace {

// A file held in memory: of these bytes, or new.
hid_t memory_file(std::string_view bytes, bool fresh) {
  const hdf5::Library& h5 = library();
  Handle access(h5.H5Pcreate(h5.constant("H5P_CLS_FILE_ACCESS_ID_g")), h5.H5Pclose);
  h5.H5Pset_fapl_core(access, std::size_t{1} << 20, 0);
  if (fresh) return h5.H5Fcreate("lykos.h5", hdf5::kNew, H5P_DEFAULT, access);
  std::string copy(bytes);  // the library takes a copy of its own
  h5.H5Pset_file_image(access, copy.data(), copy.size());
  return h5.H5Fopen("lykos.h5", hdf5::kReadWrite, access);
}

}  // namespace

std::shared_ptr<Hdf5File> Hdf5File::open_bytes(std::string_view bytes, std::string& problem) {
  if (!usable(problem)) return nullptr;
  const hid_t id = memory_file(bytes, false);
  if (id < 0) {
    problem = "the data are no HDF5 file, or damaged";
    return nullptr;
  }
  std::shared_ptr<Hdf5File> file(new Hdf5File(id));
  file->list("/", 0);
  return file;
}

std::shared_ptr<Hdf5File> Hdf5File::create(std::string& problem) {
  if (!usable(problem)) return nullptr;
  const hid_t id = memory_file({}, true);
  if (id < 0) {
    problem = "there is no memory for it";
    return nullptr;
  }
  return std::shared_ptr<Hdf5File>(new Hdf5File(id));
}

void Hdf5File::list(const std::string& group, int depth) {
  const hdf5::Library& h5 = library();
  groups_.push_back(group);
  Handle handle(h5.H5Gopen2(id_, group.c_str(), H5P_DEFAULT), h5.H5Gclose);
  H5G_info_t info{};
  if (!handle.valid() || h5.H5Gget_info(handle, &info) < 0) return;
  for (hsize_t i = 0; i < info.nlinks; ++i) {
    const auto length = h5.H5Lget_name_by_idx(handle, ".", H5_INDEX_NAME, H5_ITER_INC, i, nullptr, 0, H5P_DEFAULT);
    if (length < 0) continue;
    std::string name(static_cast<std::size_t>(length) + 1, '\0');
    h5.H5Lget_name_by_idx(handle, ".", H5_INDEX_NAME, H5_ITER_INC, i, name.data(), name.size(), H5P_DEFAULT);
    name.pop_back();
    const std::string path = (group == "/" ? "/" : group + '/') + name;
    Handle object(h5.H5Oopen(id_, path.c_str(), H5P_DEFAULT), h5.H5Oclose);
    if (!object.valid()) continue;  // a link to nowhere
    const H5I_type_t type = h5.H5Iget_type(object);
    if (type == H5I_DATASET) datasets_.push_back(path);
    if (type == H5I_GROUP && depth < kDeepestGroup) list(path, depth + 1);
  }
}

std::string Hdf5File::find_dataset(std::string_view name) const {
  const std::string path = name.substr(0, 1) == "/" ? std::string(name) : '/' + std::string(name);
  return std::find(datasets_.begin(), datasets_.end(), path) == datasets_.end() ? std::string() : path;
}

std::optional<std::vector<std::int64_t>> Hdf5File::dimensions(const std::string& name, std::string& problem) const {
  Handle dataset = open_dataset(id_, name, problem);
  if (!dataset.valid()) return std::nullopt;
  Handle space(library().H5Dget_space(dataset), library().H5Sclose);
  const std::vector<hsize_t> sizes = sizes_of(space);
  return std::vector<std::int64_t>(sizes.begin(), sizes.end());
}

MaybeExpr Hdf5File::format(const std::string& name, std::string& problem) const {
  Handle dataset = open_dataset(id_, name, problem);
  if (!dataset.valid()) return std::nullopt;
  Handle type(library().H5Dget_type(dataset), library().H5Tclose);
  return hdf5::type_expr(hdf5::describe_type(type));
}

MaybeExpr Hdf5File::encoding(const std::string& name, std::string& problem) const {
  const hdf5::Library& h5 = library();
  Handle dataset = open_dataset(id_, name, problem);
  if (!dataset.valid()) return std::nullopt;
  Handle properties(h5.H5Dget_create_plist(dataset), h5.H5Pclose);
  std::vector<Expr> filters;
  const int count = h5.H5Pget_nfilters(properties);
  for (int i = 0; i < count; ++i) {
    unsigned flags = 0, configuration = 0, values[8] = {};
    std::size_t value_count = 8;
    char text[64] = "";
    const H5Z_filter_t filter = h5.H5Pget_filter2(properties, static_cast<unsigned>(i), &flags, &value_count, values, sizeof text, text, &configuration);
    if (filter == H5Z_FILTER_DEFLATE) filters.push_back(make_list({Expr::string("GZIP"), Expr::integer(values[0])}));
    else filters.push_back(Expr::string(filter == H5Z_FILTER_SHUFFLE ? "Shuffle" : filter == H5Z_FILTER_FLETCHER32 ? "Fletcher32" : filter == H5Z_FILTER_SZIP ? "SZIP" : text));
  }
  if (filters.empty()) return Expr(sym::None);
  return filters.size() == 1 ? filters[0] : make_list(std::move(filters));
}

MaybeExpr Hdf5File::read(const std::string& name, const Hdf5Selection& selection, std::string& problem) const {
  const hdf5::Library& h5 = library();
  Handle dataset = open_dataset(id_, name, problem);
  if (!dataset.valid()) return std::nullopt;
  Handle space(h5.H5Dget_space(dataset), h5.H5Sclose);
  if (h5.H5Sget_simple_extent_type(space) == H5S_NULL) return make_list({});
  std::vector<hsize_t> counts;
  std::vector<std::int64_t> kept;
  if (!select(space, selection, counts, kept, problem)) return std::nullopt;
  Handle type(h5.H5Dget_type(dataset), h5.H5Tclose);
  Handle memory(counts.empty() ? h5.H5Screate(H5S_SCALAR) : h5.H5Screate_simple(static_cast<int>(counts.size()), counts.data(), nullptr), h5.H5Sclose);
  return read_elements(type, counts, kept, [&](hid_t native, void* out) { return h5.H5Dread(dataset, native, memory, space, H5P_DEFAULT, out); }, problem);
}

MaybeExpr Hdf5File::attributes(const std::string& name, std::string& problem) const {
  const hdf5::Library& h5 = library();
  std::vector<AssociationEntry> entries;
  for (hsize_t i = 0;; ++i) {
    Handle attribute(h5.H5Aopen_by_idx(id_, name.c_str(), H5_INDEX_NAME, H5_ITER_INC, i, H5P_DEFAULT, H5P_DEFAULT), h5.H5Aclose);
    if (!attribute.valid()) break;
    std::string text(static_cast<std::size_t>(std::max<ssize_t>(0, h5.H5Aget_name(attribute, 0, nullptr))) + 1, '\0');
    h5.H5Aget_name(attribute, text.size(), text.data());
    text.pop_back();
    Handle space(h5.H5Aget_space(attribute), h5.H5Sclose);
    Handle type(h5.H5Aget_type(attribute), h5.H5Tclose);
    const std::vector<hsize_t> counts = h5.H5Sget_simple_extent_type(space) == H5S_NULL ? std::vector<hsize_t>{0} : sizes_of(space);
    auto value = read_elements(type, counts, {counts.begin(), counts.end()}, [&](hid_t native, void* out) { return h5.H5Aread(attribute, native, out); }, problem);
    if (!value) value = missing("NotAvailable");
    entries.push_back({Expr::string(text), std::move(*value)});
  }
  problem.clear();
  return make_association(std::move(entries));
}

bool Hdf5File::gather(const std::string& name, std::span<const std::int64_t> rows, DType type, void* destination, std::string& problem) const {
  const hdf5::Library& h5 = library();
  Handle dataset = open_dataset(id_, name, problem);
  if (!dataset.valid()) return false;
  Handle space(h5.H5Dget_space(dataset), h5.H5Sclose);
  std::vector<hsize_t> counts = sizes_of(space);
  if (counts.empty()) {
    problem = "the dataset \"" + name + "\" is a single value";
    return false;
  }
  const hsize_t total = counts[0];
  counts[0] = 1;
  const std::size_t row_bytes = product(counts) * static_cast<std::size_t>(array::size_of(type));
  std::vector<hsize_t> starts(counts.size(), 0);
  // Neighbours are read together.
  for (std::size_t i = 0; i < rows.size();) {
    std::size_t run = 1;
    while (i + run < rows.size() && rows[i + run] == rows[i] + static_cast<std::int64_t>(run)) ++run;
    starts[0] = static_cast<hsize_t>(rows[i]);
    counts[0] = run;
    bool done = rows[i] >= 0 && starts[0] + run <= total && h5.H5Sselect_hyperslab(space, H5S_SELECT_SET, starts.data(), nullptr, counts.data(), nullptr) >= 0;
    if (done) {
      Handle memory(h5.H5Screate_simple(static_cast<int>(counts.size()), counts.data(), nullptr), h5.H5Sclose);
      done = h5.H5Dread(dataset, hdf5::native_type(type), memory, space, H5P_DEFAULT, static_cast<char*>(destination) + i * row_bytes) >= 0;
    }
    if (!done) {
      problem = "entry " + std::to_string(rows[i] + 1) + " of the dataset \"" + name + "\" can't be read as numbers";
      return false;
    }
    i += run;
  }
  return true;
}

// ---- writing

bool Hdf5File::make_group(const std::string& group, std::string& problem) {
  const hdf5::Library& h5 = library();
  std::string path;
  std::size_t at = 0;
  while (at < group.size()) {
    const std::size_t next = std::min(group.find('/', at), group.size());
    if (next > at) {
      path += '/' + group.substr(at, next - at);
      if (h5.H5Lexists(id_, path.c_str(), H5P_DEFAULT) <= 0) {
        Handle made(h5.H5Gcreate2(id_, path.c_str(), H5P_DEFAULT, H5P_DEFAULT, H5P_DEFAULT), h5.H5Gclose);
        if (!made.valid()) {
          problem = "the group \"" + path + "\" can't be made";
          return false;
        }
      }
    }
    at = next + 1;
  }
  return true;
}

bool Hdf5File::write(const std::string& name, const Expr& data, const Hdf5Storage& storage, std::string& problem) {
  const hdf5::Library& h5 = library();
  const auto content = hdf5::writable(data, storage.type, problem);
  if (!content) return false;
  const std::string path = name.substr(0, 1) == "/" ? name : '/' + name;
  const std::size_t slash = path.rfind('/');
  if (slash + 1 == path.size()) {
    problem = "\"" + name + "\" is no name for a dataset";
    return false;
  }
  if (!make_group(path.substr(0, slash), problem)) return false;
  const int rank = static_cast<int>(content->dimensions.size());
  Handle space(content->scalar ? h5.H5Screate(H5S_SCALAR) : h5.H5Screate_simple(rank, content->dimensions.data(), nullptr), h5.H5Sclose);
  Handle properties(h5.H5Pcreate(h5.constant("H5P_CLS_DATASET_CREATE_ID_g")), h5.H5Pclose);
  if (storage.compression > 0 && !content->scalar && product(content->dimensions) > 0) {
    // Pieces of about a megabyte along the first dimension.
    std::vector<hsize_t> chunk = content->dimensions;
    const std::uint64_t row = std::max<std::uint64_t>(1, product(chunk) / chunk[0] * h5.H5Tget_size(content->type));
    chunk[0] = std::clamp<hsize_t>((1U << 20) / row, 1, chunk[0]);
    h5.H5Pset_chunk(properties, rank, chunk.data());
    h5.H5Pset_deflate(properties, static_cast<unsigned>(storage.compression));
  }
  Handle dataset(h5.H5Dcreate2(id_, path.c_str(), content->type, space, H5P_DEFAULT, properties, H5P_DEFAULT), h5.H5Dclose);
  if (!dataset.valid()) {
    problem = "the dataset \"" + path + "\" can't be made; two may not have one name";
    return false;
  }
  if ((content->scalar || product(content->dimensions) > 0) && h5.H5Dwrite(dataset, content->type, H5S_ALL, H5S_ALL, H5P_DEFAULT, content->data()) < 0) {
    problem = "the dataset \"" + path + "\" can't be written";
    return false;
  }
  datasets_.push_back(path);
  return true;
}

bool Hdf5File::write_attribute(const std::string& object, const std::string& name, const Expr& data, std::string& problem) {
  const hdf5::Library& h5 = library();
  const auto content = hdf5::writable(data, std::nullopt, problem);
  if (!content) return false;
  const std::string path = object.substr(0, 1) == "/" ? object : '/' + object;
  Handle target(h5.H5Oopen(id_, path.c_str(), H5P_DEFAULT), h5.H5Oclose);
  if (!target.valid()) {
    problem = "there is no group or dataset \"" + path + '"';
    return false;
  }
  Handle space(content->scalar ? h5.H5Screate(H5S_SCALAR) : h5.H5Screate_simple(static_cast<int>(content->dimensions.size()), content->dimensions.data(), nullptr), h5.H5Sclose);
  Handle attribute(h5.H5Acreate2(target, name.c_str(), content->type, space, H5P_DEFAULT, H5P_DEFAULT), h5.H5Aclose);
  if (!attribute.valid() || h5.H5Awrite(attribute, content->type, content->data()) < 0) {
    problem = "the attribute \"" + name + "\" of \"" + path + "\" can't be written";
    return false;
  }
  return true;
}

std::optional<std::string> Hdf5File::bytes(std::string& problem) const {
  const hdf5::Library& h5 = library();
  h5.H5Fflush(id_, H5F_SCOPE_GLOBAL);
  const auto size = h5.H5Fget_file_image(id_, nullptr, 0);
  std::string image(static_cast<std::size_t>(std::max<ssize_t>(0, size)), '\0');
  if (size <= 0 || h5.H5Fget_file_image(id_, image.data(), image.size()) < 0) {
    problem = "the file can't be made";
    return std::nullopt;
  }
  return image;
}

}  // namespace lykos::builtins
