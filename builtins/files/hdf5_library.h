// hdf5_library.h - the functions of libhdf5 that are used, looked up by name, and handles that close themselves.
#pragma once

#include <hdf5.h>

#include "builtins/shared_library.h"

namespace lykos::builtins::hdf5 {

// Functions whose names are the same in all releases since 1.8.
#define LYKOS_HDF5_FUNCTIONS(X)                                                                                                                              \
  X(H5dont_atexit) X(H5open) X(H5Eset_auto2) X(H5Fopen) X(H5Fcreate) X(H5Fclose) X(H5Fflush) X(H5Fget_file_image) X(H5Pcreate) X(H5Pclose) X(H5Pset_fapl_core)                  \
  X(H5Pset_file_image) X(H5Pset_chunk) X(H5Pset_deflate) X(H5Pset_create_intermediate_group) X(H5Pget_nfilters) X(H5Pget_filter2) X(H5Gopen2) X(H5Gcreate2)    \
  X(H5Gclose) X(H5Gget_info) X(H5Lget_name_by_idx) X(H5Lexists) X(H5Oopen) X(H5Oclose) X(H5Iget_type) X(H5Dopen2) X(H5Dcreate2) X(H5Dclose) X(H5Dget_space)     \
  X(H5Dget_type) X(H5Dget_create_plist) X(H5Dread) X(H5Dwrite) X(H5Dvlen_reclaim) X(H5Screate) X(H5Screate_simple) X(H5Sclose) X(H5Sget_simple_extent_ndims)   \
  X(H5Sget_simple_extent_dims) X(H5Sget_simple_extent_type) X(H5Sselect_hyperslab) X(H5Sselect_elements) X(H5Acreate2) X(H5Aopen_by_idx) X(H5Aget_name)        \
  X(H5Aget_space) X(H5Aget_type) X(H5Aread) X(H5Awrite) X(H5Aclose) X(H5Tcopy) X(H5Tclose) X(H5Tget_class) X(H5Tget_size) X(H5Tset_size) X(H5Tset_cset)        \
  X(H5Tget_sign) X(H5Tget_native_type) X(H5Tis_variable_str) X(H5Tget_nmembers) X(H5Tget_member_name) X(H5Tget_member_type) X(H5Tget_member_offset)            \
  X(H5Tget_member_value) X(H5Tget_super) X(H5Tget_array_ndims) X(H5Tget_array_dims2) X(H5Tcreate) X(H5Tinsert) X(H5Tenum_create) X(H5Tenum_insert) X(H5free_memory)

// The values of H5F_ACC_RDONLY and its like, whose macros also call into the library.
inline constexpr unsigned kReadOnly = 0, kReadWrite = 1, kNew = 2;

struct Library {
#define X(name) decltype(&::name) name = nullptr;
  LYKOS_HDF5_FUNCTIONS(X)
#undef X
  bool complete = false;

  Library() {
    static const SharedLibrary library({"libhdf5_serial.so.103", "libhdf5.so.103", "libhdf5_serial.so", "libhdf5.so", "libhdf5.so.200", "libhdf5.so.310"});
    complete = library.is_open();
#define X(name) complete = complete && library.find(#name, name);
    LYKOS_HDF5_FUNCTIONS(X)
#undef X
    if (!complete) return;
    H5dont_atexit();  // all files are closed by then, and its clean-up trips over errors that were reported
    H5open();
    H5Eset_auto2(H5E_DEFAULT, nullptr, nullptr);  // errors are asked for, not printed
    shared_ = &library;
  }
  /// The identifier of a predefined type or class of properties: "H5T_NATIVE_DOUBLE_g".
  hid_t constant(const char* name) const {
    const hid_t* value = nullptr;
    return shared_ != nullptr && shared_->find(name, value) ? *value : hid_t{-1};
  }

 private:
  const SharedLibrary* shared_ = nullptr;
};

inline const Library& library() {
  static const Library one;
  return one;
}

/// An open object that is closed at the end of its scope.
class Handle {
 public:
  using Close = herr_t (*)(hid_t);
  Handle(hid_t id, Close close) : id_(id), close_(close) {}
  Handle(Handle&& other) noexcept : id_(other.id_), close_(other.close_) { other.id_ = -1; }
  Handle(const Handle&) = delete;
  Handle& operator=(const Handle&) = delete;
  Handle& operator=(Handle&&) = delete;
  ~Handle() {
    if (id_ >= 0) close_(id_);
  }
  operator hid_t() const { return id_; }  // NOLINT: it stands for the identifier
  bool valid() const { return id_ >= 0; }

 private:
  hid_t id_;
  Close close_;
};

}  // namespace lykos::builtins::hdf5
