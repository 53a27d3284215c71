#include "seal.h"

#include <openssl/evp.h>

#include <memory>
#include <stdexcept>

namespace plateau::exchange {
namespace {

// One length of OpenSSL's is an int; no piece of a vector is nearly as long.
constexpr size_t maxBytes = 1 << 30;

void ok(int status, const char* what) {
  if (status != 1) throw std::runtime_error(std::string("OpenSSL cannot ") + what);
}

int length(size_t size) {
  if (size > maxBytes) throw std::runtime_error("a piece is too long to be sealed");
  return static_cast<int>(size);
}

}  // namespace

Seal::Seal(const uint8_t* key) : context(EVP_CIPHER_CTX_new()) {
  std::unique_ptr<EVP_CIPHER, decltype(&EVP_CIPHER_free)> cipher(EVP_CIPHER_fetch(nullptr, "AES-256-GCM", nullptr),
                                                                EVP_CIPHER_free);
  if (context == nullptr || cipher == nullptr || EVP_EncryptInit_ex(context, cipher.get(), nullptr, key, nullptr) != 1) {
    EVP_CIPHER_CTX_free(context);
    throw std::runtime_error("OpenSSL has no AES-256-GCM");
  }
}

// Clears the key, too.
Seal::~Seal() { EVP_CIPHER_CTX_free(context); }

void Seal::begin(uint64_t counter, bool sealing) {
  uint8_t nonce[nonceBytes] = {};
  for (size_t i = 0; i < sizeof counter; i++) nonce[nonceBytes - 1 - i] = static_cast<uint8_t>(counter >> (8 * i));
  ok(EVP_CipherInit_ex(context, nullptr, nullptr, nullptr, nonce, sealing ? 1 : 0), "set a nonce");
}

void Seal::seal(uint64_t counter, const uint8_t* plain, size_t size, uint8_t* sealed, uint8_t* tag) {
  int written = 0, rest = 0;
  begin(counter, true);
  ok(EVP_EncryptUpdate(context, sealed, &written, plain, length(size)), "encrypt");
  ok(EVP_EncryptFinal_ex(context, sealed + written, &rest), "finish encrypting");
  ok(EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_GET_TAG, tagBytes, tag), "give a tag");
}

bool Seal::open(uint64_t counter, uint8_t* data, size_t size, const uint8_t* tag) {
  int written = 0, rest = 0;
  begin(counter, false);
  ok(EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_SET_TAG, tagBytes, const_cast<uint8_t*>(tag)), "take a tag");
  ok(EVP_DecryptUpdate(context, data, &written, data, length(size)), "decrypt");
  return EVP_DecryptFinal_ex(context, data + written, &rest) == 1;
}

}  // namespace plateau::exchange
