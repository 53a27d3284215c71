// Seal: AES-256-GCM under one key, straight from and to the memory that vectors lie in. The cipher is the one of Node's own OpenSSL.
#pragma once
#include <cstddef>
#include <cstdint>

struct evp_cipher_ctx_st;

namespace plateau::exchange {

constexpr size_t keyBytes = 32;
constexpr size_t nonceBytes = 12;
constexpr size_t tagBytes = 16;

class Seal {
 public:
  // Throws std::runtime_error if OpenSSL has no AES-256-GCM.
  explicit Seal(const uint8_t* key);
  ~Seal();
  Seal(const Seal&) = delete;
  Seal& operator=(const Seal&) = delete;

  // `sealed` may be `plain`. Throws std::runtime_error if OpenSSL fails.
  void seal(uint64_t counter, const uint8_t* plain, size_t size, uint8_t* sealed, uint8_t* tag);
  // In place. Returns whether it is what was sealed under this key and counter.
  bool open(uint64_t counter, uint8_t* data, size_t size, const uint8_t* tag);

 private:
  void begin(uint64_t counter, bool sealing);
  evp_cipher_ctx_st* context;
};

}  // namespace plateau::exchange
