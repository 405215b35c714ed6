// See radix_sort.h. Numbers become unsigned keys of the same order, which are distributed by digits of 11 bits, the lowest first (Knuth, TAOCP
// vol. 3, 5.2.5). All digits are counted in one pass; one that is the same in every key, as the high ones of small integers are, costs nothing more.
#include "array/radix_sort.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <memory>
#include <utility>

namespace lykos::array {
namespace {

constexpr int kDigitBits = 11;
constexpr int kDigits = 6;
constexpr std::size_t kDigitValues = std::size_t{1} << kDigitBits;
constexpr std::uint64_t kSign = std::uint64_t{1} << 63;
constexpr std::int64_t kFew = 1024;  // below, comparing is faster

std::uint64_t key_of(std::int64_t value) { return static_cast<std::uint64_t>(value) ^ kSign; }
// The bits of negative reals grow with their size.
std::uint64_t key_of(double value) {
  value += 0.0;  // -0. becomes 0.
  std::uint64_t bits;
  std::memcpy(&bits, &value, sizeof bits);
  return (bits & kSign) != 0 ? ~bits : bits | kSign;
}
void value_of(std::uint64_t key, std::int64_t& value) { value = static_cast<std::int64_t>(key ^ kSign); }
void value_of(std::uint64_t key, double& value) {
  const std::uint64_t bits = (key & kSign) != 0 ? key ^ kSign : ~key;
  std::memcpy(&value, &bits, sizeof value);
}

struct Numbered {
  std::uint64_t key;
  std::int64_t position;
};
std::uint64_t key_in(std::uint64_t item) { return item; }
std::uint64_t key_in(const Numbered& item) { return item.key; }

// Sorts the items, using as much room again; gives where the result lies.
template <typename Item>
Item* distribute(Item* items, Item* room, std::int64_t count) {
  std::array<std::array<std::uint32_t, kDigitValues>, kDigits> starts{};
  const auto digit = [](std::uint64_t key, int which) { return static_cast<std::size_t>(key >> (which * kDigitBits)) & (kDigitValues - 1); };
  for (std::int64_t i = 0; i < count; ++i) {
    const std::uint64_t key = key_in(items[i]);
    for (int which = 0; which < kDigits; ++which) ++starts[static_cast<std::size_t>(which)][digit(key, which)];
  }
  for (int which = 0; which < kDigits; ++which) {
    auto& start = starts[static_cast<std::size_t>(which)];
    if (start[digit(key_in(items[0]), which)] == static_cast<std::uint32_t>(count)) continue;
    std::uint32_t sum = 0;
    for (std::uint32_t& entry : start) sum += std::exchange(entry, sum);
    for (std::int64_t i = 0; i < count; ++i) room[start[digit(key_in(items[i]), which)]++] = items[i];
    std::swap(items, room);
  }
  return items;
}

template <typename T>
void sort_values(T* values, std::int64_t count) {
  if (count < kFew || count > std::int64_t{UINT32_MAX}) return std::sort(values, values + count);
  const auto keys = std::make_unique_for_overwrite<std::uint64_t[]>(2 * static_cast<std::size_t>(count));
  for (std::int64_t i = 0; i < count; ++i) keys[static_cast<std::size_t>(i)] = key_of(values[i]);
  const std::uint64_t* sorted = distribute(keys.get(), keys.get() + count, count);
  for (std::int64_t i = 0; i < count; ++i) value_of(sorted[i], values[i]);
}

template <typename T>
std::vector<std::int64_t> order_values(const T* values, std::int64_t count) {
  const auto room = std::make_unique_for_overwrite<Numbered[]>(2 * static_cast<std::size_t>(count));
  for (std::int64_t i = 0; i < count; ++i) room[static_cast<std::size_t>(i)] = {key_of(values[i]), i};
  Numbered* items = room.get();
  if (count < kFew || count > std::int64_t{UINT32_MAX}) {
    std::sort(items, items + count, [](const Numbered& a, const Numbered& b) { return a.key != b.key ? a.key < b.key : a.position < b.position; });
  } else {
    items = distribute(items, items + count, count);
  }
  std::vector<std::int64_t> positions(static_cast<std::size_t>(count));
  for (std::int64_t i = 0; i < count; ++i) positions[static_cast<std::size_t>(i)] = items[i].position;
  return positions;
}

}  // namespace

void sort_numbers(std::int64_t* values, std::int64_t count) { sort_values(values, count); }
void sort_numbers(double* values, std::int64_t count) { sort_values(values, count); }
std::vector<std::int64_t> ordering_of(const std::int64_t* values, std::int64_t count) { return order_values(values, count); }
std::vector<std::int64_t> ordering_of(const double* values, std::int64_t count) { return order_values(values, count); }

}  // namespace lykos::array
