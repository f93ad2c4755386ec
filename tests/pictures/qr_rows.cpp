// Prints the QR code of its argument for the tests: a row of 0 and 1 a line.

#include <ZXing/BitMatrix.h>
#include <ZXing/MultiFormatWriter.h>

#include <cstdio>
#include <string>

int main(int argc, char** argv) {
  if (argc != 2) return 2;
  ZXing::MultiFormatWriter writer(ZXing::BarcodeFormat::QRCode);
  writer.setMargin(0);
  writer.setEncoding(ZXing::CharacterSet::UTF8);
  const ZXing::BitMatrix matrix = writer.encode(std::string(argv[1]), 0, 0);
  for (int y = 0; y < matrix.height(); ++y) {
    for (int x = 0; x < matrix.width(); ++x) std::putchar(matrix.get(x, y) ? '1' : '0');
    std::putchar('\n');
  }
  return 0;
}
