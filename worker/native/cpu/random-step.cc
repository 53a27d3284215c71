// RandomStep: random bits as a function of keys and place (Threefry-2x32 with 20 rounds, Salmon et al. 2011), four numbers of 16 bits a
// block. The halves of all blocks' first words come first, then those of the second.
#include <algorithm>

#include "step.h"

namespace plateau::cpu {

namespace {

struct Words {
  std::uint32_t first, second;
};

std::uint32_t rotated(std::uint32_t word, int by) { return word << by | word >> (32 - by); }

Words threefry(Words key, Words counter) {
  constexpr int rotations[2][4] = {{13, 15, 26, 6}, {17, 29, 16, 24}};
  const std::uint32_t keys[3] = {key.first, key.second, key.first ^ key.second ^ 0x1bd11bdau};
  std::uint32_t a = counter.first + keys[0], b = counter.second + keys[1];
  for (std::uint32_t group = 0; group < 5; group++) {
    for (int by : rotations[group % 2]) {
      a += b;
      b = rotated(b, by) ^ a;
    }
    a += keys[(group + 1) % 3];
    b += keys[(group + 2) % 3] + group + 1;
  }
  return {a, b};
}

// keys [rows, 2] → to [rows, size]
class RandomStep : public Step {
 public:
  explicit RandomStep(PlanReader& reader)
      : rows_(reader.size()), size_(reader.size()), site_(static_cast<std::uint32_t>(reader.integer(INT32_MIN, UINT32_MAX))),
        keys_(reader.place(rows_ * 2)), to_(reader.place(rows_ * size_)) {}

  void run(Context& context) override {
    const auto blocks = (size_ + 3) / 4;
    if (blocks == 0) return;
    const auto band = std::min<std::int64_t>(blocks, worthAThread / 4);
    const auto bands = (blocks + band - 1) / band;
    const std::int32_t* keys = context.wholeAt(keys_);
    std::int32_t* to = context.wholeAt(to_);
    context.pool.run(rows_ * bands, [&](std::int64_t part, int) {
      const auto row = part / bands, from = part % bands * band;
      const Words key{static_cast<std::uint32_t>(keys[2 * row]), static_cast<std::uint32_t>(keys[2 * row + 1])};
      for (auto block = from; block < std::min(blocks, from + band); block++) {
        const auto words = threefry(key, {site_, static_cast<std::uint32_t>(block)});
        const std::uint32_t parts[] = {words.first & 0xffff, words.first >> 16, words.second & 0xffff, words.second >> 16};
        for (std::int64_t i = 0; i < 4 && i * blocks + block < size_; i++) {
          to[row * size_ + i * blocks + block] = static_cast<std::int32_t>(parts[i]);
        }
      }
    });
  }

 private:
  std::int64_t rows_, size_;
  std::uint32_t site_;
  Place keys_, to_;
};

}  // namespace

std::unique_ptr<Step> readRandomStep(PlanReader& reader) { return std::make_unique<RandomStep>(reader); }

}  // namespace plateau::cpu
