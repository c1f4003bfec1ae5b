// Opens a sealed value as the controller of Sealed Secrets does, with nothing but Go's own library.
// Usage: unseal <private key in PEM> <namespace/name> < ciphertext
package main

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"encoding/binary"
	"encoding/pem"
	"io"
	"log"
	"os"
)

func main() {
	log.SetFlags(0)
	text, err := os.ReadFile(os.Args[1])
	check(err)
	block, _ := pem.Decode(text)
	parsed, err := x509.ParsePKCS8PrivateKey(block.Bytes)
	check(err)
	encoded, err := io.ReadAll(os.Stdin)
	check(err)
	sealed, err := base64.StdEncoding.DecodeString(string(encoded))
	check(err)

	length := int(binary.BigEndian.Uint16(sealed))
	sessionKey, err := rsa.DecryptOAEP(sha256.New(), nil, parsed.(*rsa.PrivateKey), sealed[2:2+length], []byte(os.Args[2]))
	check(err)
	aesCipher, err := aes.NewCipher(sessionKey)
	check(err)
	gcm, err := cipher.NewGCM(aesCipher)
	check(err)
	value, err := gcm.Open(nil, make([]byte, gcm.NonceSize()), sealed[2+length:], nil)
	check(err)
	os.Stdout.Write(value)
}

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
