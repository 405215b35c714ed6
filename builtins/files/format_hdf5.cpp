// The format HDF5 of Import and Export.
#include <algorithm>

#include "builtins/files/formats.h"
#include "builtins/files/hdf5.h"
#include "builtins/files/register.h"
#include "builtins/files/write_file.h"
#include "builtins/support.h"
#include "expr/association.h"

namespace lykos::builtins {
namespace {

std::string text_of(const Expr& expr) { return expr.is_string() ? expr.string_value() : expr.is_symbol() ? std::string(expr.symbol_node().name) : std::string(); }

// ---- parts of datasets

// Position n of `size` entries, from the end when negative; nothing outside.
std::optional<std::uint64_t> position(const Expr& expr, std::int64_t size) {
  const auto n = machine_integer(expr);
  if (!n || *n == 0 || *n > size || *n < -size) return std::nullopt;
  return static_cast<std::uint64_t>(*n > 0 ? *n - 1 : size + *n);
}

// n, a ;; b, a ;; b ;; step or All, for one dimension.
bool read_range(const Expr& spec, std::int64_t size, Hdf5Selection::Range& range) {
  range = {0, static_cast<std::uint64_t>(size), 1, false};
  if (spec.is(sym::All)) return true;
  if (const auto n = position(spec, size)) {
    range = {*n, 1, 1, true};
    return true;
  }
  if (!spec.has_head(sym::Span) || spec.size() < 2 || spec.size() > 3) return false;
  const auto first = spec[0].is(sym::All) ? std::optional<std::uint64_t>(0) : position(spec[0], size);
  const auto last = spec[1].is(sym::All) ? std::optional<std::uint64_t>(static_cast<std::uint64_t>(size) - 1) : position(spec[1], size);
  const auto step = spec.size() == 3 ? machine_integer(spec[2]) : std::optional<std::int64_t>(1);
  if (size == 0 || !first || !last || !step || *step < 1) return false;
  range = {*first, *last >= *first ? (*last - *first) / static_cast<std::uint64_t>(*step) + 1 : 0, static_cast<std::uint64_t>(*step), false};
  return true;
}

// "TakeElements": All, a part for each dimension {1 ;; 10, All, 3}, positions {1, 5} of a vector, or points {{1, 1}, {2, 5}}.
bool read_selection(const Expr& spec, const std::vector<std::int64_t>& sizes, Hdf5Selection& selection) {
  if (spec.is_null() || spec.is(sym::All) || spec.is(sym::Automatic)) return true;
  if (!spec.is_list()) return read_selection(make_list({spec}), sizes, selection);
  const bool points = spec.size() > 0 && std::all_of(spec.args().begin(), spec.args().end(), [&](const Expr& e) { return sizes.size() == 1 ? e.is_integer() : e.is_list(); });
  if (points) {
    for (const Expr& element : spec.args()) {
      const Expr coordinates = element.is_list() ? element : make_list({element});
      if (coordinates.size() != sizes.size()) return false;
      std::vector<std::uint64_t> point;
      for (std::size_t i = 0; i < sizes.size(); ++i) {
        const auto n = position(coordinates[i], sizes[i]);
        if (!n) return false;
        point.push_back(*n);
      }
      selection.points.push_back(std::move(point));
    }
    return true;
  }
  if (spec.size() > sizes.size()) return false;
  for (std::size_t i = 0; i < spec.size(); ++i) {
    selection.ranges.emplace_back();
    if (!read_range(spec[i], sizes[i], selection.ranges.back())) return false;
  }
  return true;
}

// ---- Import

class Importer {
 public:
  Importer(const ImportRequest& request, std::shared_ptr<Hdf5File> file) : request_(request), file_(std::move(file)) {}

  Expr import() {
    const std::string element = request_.element("Datasets");
    const std::vector<Expr>& parts = request_.elements;
    if (element == "Datasets" && parts.size() <= 1) return string_list(file_->datasets());
    if (element == "Groups" && parts.size() == 1) return string_list(file_->groups());
    if (element == "Data" || element == "Datasets") return of_datasets([this](const std::string& name) { return data(name); });
    if (element == "Dimensions") return of_datasets([this](const std::string& name) { return dimensions(name); });
    if (element == "DataFormat") return of_datasets([this](const std::string& name) { return checked(name, file_->format(name, problem_)); });
    if (element == "DataEncoding") return of_datasets([this](const std::string& name) { return checked(name, file_->encoding(name, problem_)); });
    if (element == "Attributes" || element == "Annotations") return attributes();
    if (element == "Summary" && parts.size() == 1) return summary();
    if (element == "StructureGraph") return structure();
    // The name of a dataset or group stands for its data.
    if (parts.size() == 1) return named(parts[0], [this](const std::string& name) { return data(name); });
    return request_.unknown_element();
  }

 private:
  using OfDataset = std::function<Expr(const std::string&)>;

  Expr fail(const std::string& name, const std::string& problem) {
    message(request_.call->head(), "fmterr", {Expr::string(request_.format), Expr::string(request_.source), Expr::string(name + ": " + problem)});
    return failed();
  }
  Expr checked(const std::string& name, MaybeExpr value) { return value ? std::move(*value) : fail(name, problem_); }

  Expr data(const std::string& name) {
    Hdf5Selection selection;
    const Expr taken = request_.option("TakeElements");
    if (!taken.is_null()) {
      const auto sizes = file_->dimensions(name, problem_);
      if (!sizes) return fail(name, problem_);
      if (!read_selection(taken, *sizes, selection)) {
        std::string text;
        for (std::int64_t size : *sizes) text += (text.empty() ? "" : ", ") + std::to_string(size);
        return fail(name, "the value of \"TakeElements\" is not All, a part for each dimension such as {1 ;; 10, All}, or a list of positions, inside of the dimensions {" + text + "}");
      }
    }
    return checked(name, file_->read(name, selection, problem_));
  }

  Expr dimensions(const std::string& name) {
    const auto sizes = file_->dimensions(name, problem_);
    if (!sizes) return fail(name, problem_);
    std::vector<Expr> list;
    for (std::int64_t size : *sizes) list.push_back(Expr::integer(size));
    return make_list(std::move(list));
  }

  Expr association_of(const std::vector<std::string>& names, const OfDataset& value) {
    std::vector<AssociationEntry> entries;
    for (const std::string& name : names) entries.push_back({Expr::string(name), value(name)});
    return make_association(std::move(entries));
  }

  // {element}, {element, which} or {element, group, depth}
  Expr of_datasets(const OfDataset& value) {
    const std::vector<Expr>& parts = request_.elements;
    if (parts.size() == 1 || (parts.size() == 2 && parts[1].is(sym::All))) return association_of(file_->datasets(), value);
    if (parts.size() == 2) return named(parts[1], value);
    const auto depth = parts.size() == 3 ? machine_integer(parts[2]) : std::nullopt;
    if (!depth || *depth < 0 || !parts[1].is_string()) return request_.unknown_element();
    return of_group(parts[1].string_value(), static_cast<std::size_t>(*depth), value);
  }

  Expr of_group(const std::string& given, std::size_t depth, const OfDataset& value) {
    std::string group = given.substr(0, 1) == "/" ? given : '/' + given;
    if (group.size() > 1 && group.back() == '/') group.pop_back();
    const std::vector<std::string> groups = file_->groups();
    if (std::find(groups.begin(), groups.end(), group) == groups.end()) return request_.unknown_element();
    const std::string prefix = group == "/" ? group : group + '/';
    std::vector<std::string> names;
    for (const std::string& name : file_->datasets()) {
      if (name.compare(0, prefix.size(), prefix) != 0) continue;
      if (static_cast<std::size_t>(std::count(name.begin() + static_cast<std::ptrdiff_t>(prefix.size()), name.end(), '/')) < depth) names.push_back(name);
    }
    return association_of(names, value);
  }

  // A dataset by number or name, a list of these, or a group.
  Expr named(const Expr& which, const OfDataset& value) {
    const std::vector<std::string> names = file_->datasets();
    if (which.is_list()) {
      Builder list(sym::List);
      for (const Expr& one : which.args()) list.push(named(one, value));
      return list.finish();
    }
    if (const auto n = position(which, static_cast<std::int64_t>(names.size()))) return value(names[*n]);
    if (!which.is_string()) return request_.unknown_element();
    const std::string name = file_->find_dataset(which.string_value());
    return name.empty() ? of_group(which.string_value(), static_cast<std::size_t>(-1), value) : value(name);
  }

  Expr attributes() {
    std::vector<std::string> names = file_->groups();
    for (const std::string& name : file_->datasets()) names.push_back(name);
    std::sort(names.begin(), names.end());
    if (request_.elements.size() == 2 && request_.elements[1].is_string()) {
      const std::string& given = request_.elements[1].string_value();
      const std::string path = given.substr(0, 1) == "/" ? given : '/' + given;
      if (std::find(names.begin(), names.end(), path) == names.end()) return request_.unknown_element();
      return checked(path, file_->attributes(path, problem_));
    }
    if (request_.elements.size() > 1) return request_.unknown_element();
    return association_of(names, [this](const std::string& name) { return checked(name, file_->attributes(name, problem_)); });
  }

  Expr summary() {
    std::vector<AssociationEntry> entries{{Expr::string("Format"), Expr::string("HDF5")},
                                          {Expr::string("GroupCount"), Expr::integer(static_cast<std::int64_t>(file_->groups().size()))},
                                          {Expr::string("DatasetCount"), Expr::integer(static_cast<std::int64_t>(file_->datasets().size()))}};
    return make_association(std::move(entries));
  }

  Expr structure() {
    std::vector<std::string> names = file_->groups();
    for (const std::string& name : file_->datasets()) names.push_back(name);
    std::sort(names.begin(), names.end());
    std::vector<Expr> vertices, edges;
    for (const std::string& name : names) {
      vertices.push_back(Expr::string(name));
      if (name == "/") continue;
      const std::string parent = name.substr(0, std::max<std::size_t>(1, name.rfind('/')));
      edges.push_back(make_normal(Expr::symbol("DirectedEdge"), {Expr::string(parent), Expr::string(name)}));
    }
    return apply(Expr::symbol("Graph"), {make_list(std::move(vertices)), make_list(std::move(edges))});
  }

  const ImportRequest& request_;
  std::shared_ptr<Hdf5File> file_;
  std::string problem_;
};

Expr import_hdf5(const ImportRequest& request) {
  std::string problem;
  const auto file = request.path.empty() ? Hdf5File::open_bytes(request.bytes, problem) : Hdf5File::open(request.path, problem);
  if (!file) {
    message(request.call->head(), "fmterr", {Expr::string(request.format), Expr::string(request.source), Expr::string(problem)});
    return failed();
  }
  return Importer(request, file).import();
}

// ---- Export

class Exporter {
 public:
  Exporter(const ExportRequest& request, std::shared_ptr<Hdf5File> file) : request_(request), file_(std::move(file)) {}

  std::optional<std::string> export_() {
    const std::string element = request_.element("Data");
    const Expr& value = request_.value;
    bool written = false;
    if (!read_storage(request_.option("DataFormat"), request_.option("DataEncoding"), storage_)) return std::nullopt;
    if (request_.elements.size() == 2 && (element == "Datasets" || element == "Data")) {
      written = write_named(value, request_.elements[1]);
    } else if (element == "Rules" || element == "Datasets") {
      written = write_rules(value, element == "Rules");
    } else if (request_.elements.size() <= 1 && element == "Data") {
      written = is_rules(value) ? write_rules(value, false) : write("/Dataset1", value, storage_);
    } else {
      return request_.fail("noelem", {make_list(std::vector<Expr>(request_.elements)), Expr::string(request_.format)});
    }
    if (!written) return std::nullopt;
    auto bytes = file_->bytes(problem_);
    if (!bytes) fail("file", problem_);
    return bytes;
  }

 private:
  static bool is_rules(const Expr& value) {
    if (value.is_rule() || value.is_association()) return true;
    return value.is_list() && !value.is_packed() && value.size() > 0 && std::all_of(value.args().begin(), value.args().end(), [](const Expr& e) { return e.is_rule(); });
  }
  static std::vector<std::pair<Expr, Expr>> rules_of(const Expr& value) {
    std::vector<std::pair<Expr, Expr>> rules;
    if (value.is_rule()) rules.emplace_back(value[0], value[1]);
    else if (value.is_association()) {
      for (const AssociationEntry& entry : value.association().entries) rules.emplace_back(entry.key, entry.value);
    } else {
      for (const Expr& rule : value.args()) rules.emplace_back(rule[0], rule[1]);
    }
    return rules;
  }

  bool fail(const std::string& name, const std::string& problem) {
    message(request_.call->head(), "errelem", {Expr::string(name), Expr::string(problem), Expr::string(request_.format)});
    return false;
  }

  // "DataFormat" and "DataEncoding", as options or beside the data.
  bool read_storage(const Expr& format, const Expr& encoding, Hdf5Storage& storage) {
    if (!format.is_null() && !format.is(sym::Automatic)) {
      array::DType type{};
      if (!format.is_string() || !array::dtype_from_name(format.string_value().c_str(), type)) return fail("DataFormat", "its value is no type of NumericArray such as \"Real32\"");
      storage.type = type;
    }
    if (!encoding.is_null() && !encoding.is(sym::Automatic) && !encoding.is(sym::None)) {
      const Expr name = encoding.is_list() && encoding.size() == 2 ? encoding[0] : encoding;
      const auto level = encoding.is_list() && encoding.size() == 2 ? machine_integer(encoding[1]) : std::optional<std::int64_t>(5);
      if (text_of(name) != "GZIP" || !level || *level < 1 || *level > 9) return fail("DataEncoding", "its value is not None, \"GZIP\" or {\"GZIP\", level} with a level from 1 to 9");
      storage.compression = static_cast<int>(*level);
    }
    return true;
  }

  bool write(const std::string& name, const Expr& data, const Hdf5Storage& storage) {
    problem_.clear();
    return file_->write(name, data, storage, problem_) || fail(name, problem_);
  }

  // {data1, ...} under {name1, ...}, or data under one name
  bool write_named(const Expr& value, const Expr& names) {
    if (names.is_string()) return write(names.string_value(), value, storage_);
    if (!names.is_list() || !value.is_list() || names.size() != value.size()) return fail("Datasets", "there is not one name for each dataset");
    for (std::size_t i = 0; i < names.size(); ++i) {
      if (!names[i].is_string()) return fail("Datasets", "names are strings");
      if (!write(names[i].string_value(), value[i], storage_)) return false;
    }
    return true;
  }

  // name -> data or name -> {"Data" -> data, "Attributes" -> ..., ...}; for the element "Rules", {"Datasets" -> those, "Attributes" -> {name -> ...}}
  bool write_rules(const Expr& value, bool elements) {
    if (!is_rules(value)) return fail("Rules", "rules were expected");
    Expr attributes, groups;
    for (const auto& [left, right] : rules_of(value)) {
      const std::string name = text_of(left);
      if (elements && (name == "Datasets" || name == "Data")) {
        if (!write_rules(right, false)) return false;
      } else if (elements && name == "Attributes") {
        attributes = right;
      } else if (elements && name == "Groups") {
        groups = right;
      } else if (elements) {
        return fail(name, "the elements that can be exported are \"Datasets\", \"Groups\" and \"Attributes\"");
      } else if (!left.is_string()) {
        return fail("Datasets", "names are strings");
      } else if (!write_one(name, right)) {
        return false;
      }
    }
    if (!groups.is_null()) {
      for (const Expr& group : groups.is_list() ? groups.args() : std::span<const Expr>(&groups, 1)) {
        if (!group.is_string() || !file_->make_group(group.string_value(), problem_)) return fail("Groups", "names are strings");
      }
    }
    if (attributes.is_null()) return true;
    if (!is_rules(attributes)) return fail("Attributes", "rules were expected");
    for (const auto& [object, list] : rules_of(attributes)) {
      if (!object.is_string() || !write_attributes(object.string_value(), list)) return false;
    }
    return true;
  }

  bool write_one(const std::string& name, const Expr& value) {
    if (!is_rules(value)) return write(name, value, storage_);
    Hdf5Storage storage = storage_;
    Expr data, attributes, format, encoding;
    for (const auto& [left, right] : rules_of(value)) {
      const std::string key = text_of(left);
      if (key == "Data") data = right;
      else if (key == "Attributes") attributes = right;
      else if (key == "DataFormat") format = right;
      else if (key == "DataEncoding") encoding = right;
      else return fail(name, "\"" + key + "\" is not \"Data\", \"Attributes\", \"DataFormat\" or \"DataEncoding\"");
    }
    if (data.is_null()) return fail(name, "there is no \"Data\"");
    if (!read_storage(format, encoding, storage) || !write(name, data, storage)) return false;
    return attributes.is_null() || write_attributes(name, attributes);
  }

  bool write_attributes(const std::string& object, const Expr& list) {
    if (!is_rules(list)) return fail(object, "attributes are rules of names and values");
    for (const auto& [name, value] : rules_of(list)) {
      if (!name.is_string() || !file_->write_attribute(object, name.string_value(), value, problem_)) return fail(object, problem_.empty() ? "names are strings" : problem_);
    }
    return true;
  }

  const ExportRequest& request_;
  std::shared_ptr<Hdf5File> file_;
  Hdf5Storage storage_;
  std::string problem_;
};

std::optional<std::string> export_hdf5(const ExportRequest& request) {
  std::string problem;
  std::shared_ptr<Hdf5File> file;
  const Expr overwrite = request.option("OverwriteTarget");
  std::optional<std::string> existing;
  if (!request.path.empty() && !overwrite.is_null() && !overwrite.is_true()) existing = read_whole_file(request.path, problem);
  if (existing && overwrite.is_false()) return request.fail("filex", {Expr::string(request.path)});
  file = existing && text_of(overwrite) == "Append" ? Hdf5File::open_bytes(*existing, problem) : Hdf5File::create(problem);
  if (!file) return request.fail("errelem", {Expr::string("file"), Expr::string(problem), Expr::string(request.format)});
  return Exporter(request, file).export_();
}

}  // namespace

void register_hdf5_format() {
  register_format({"HDF5",
                   {"h5", "hdf5"},
                   import_hdf5,
                   export_hdf5,
                   true,
                   {"Attributes", "Data", "DataEncoding", "DataFormat", "Datasets", "Dimensions", "Groups", "StructureGraph", "Summary"},
                   true,
                   true});
}

}  // namespace lykos::builtins
