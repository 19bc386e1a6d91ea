import { UNKNOWN_VALUE, type Value } from "./value";

// Own, because the libraries refuse a key `__proto__`, which is a possible role name, or bring native code. https://github.com/msgpack/msgpack/blob/master/spec.md

/** Nesting deeper than any schema has: what is deeper is no value of Terraform. */
const DEEPEST = 100;

/** The bytes of a value. */
export const encodeMsgpack = (value: Value): Buffer => {
  const writer = new Writer();
  writer.value(value);
  return writer.bytes();
};

/** The value of bytes; each extension is an unknown, whatever refinements it carries. Throws where they are not one whole value. */
export const decodeMsgpack = (bytes: Uint8Array): Value => {
  const reader = new Reader(bytes);
  const value = reader.value(0);
  if (!reader.isAtEnd()) throw new Error("msgpack: bytes behind the value");
  return value;
};

class Writer {
  private buffer = Buffer.allocUnsafe(1024);
  private used = 0;

  bytes(): Buffer {
    return this.buffer.subarray(0, this.used);
  }

  value(value: Value): void {
    if (value === null) this.byte(0xc0);
    // An extension of code 0 with one byte of no meaning, as Terraform writes it.
    else if (value === UNKNOWN_VALUE) this.put(Buffer.from([0xd4, 0, 0]));
    else if (typeof value === "boolean") this.byte(value ? 0xc3 : 0xc2);
    else if (typeof value === "string") this.text(value);
    else if (typeof value === "number") this.number(value);
    else if (typeof value === "bigint") this.text(value.toString());
    else if (value instanceof Map) {
      this.header(value.size, 0x80, 0xde, 0xdf);
      for (const [key, inner] of value) {
        this.text(key);
        this.value(inner);
      }
    } else {
      const list = value as readonly Value[];
      this.header(list.length, 0x90, 0xdc, 0xdd);
      for (const inner of list) this.value(inner);
    }
  }

  private number(value: number): void {
    const isWhole = Number.isSafeInteger(value);
    if (isWhole && value >= -32 && value < 128) this.byte(value & 0xff);
    else {
      const bytes = Buffer.allocUnsafe(9);
      bytes[0] = isWhole ? 0xd3 : 0xcb;
      if (isWhole) bytes.writeBigInt64BE(BigInt(value), 1);
      else bytes.writeDoubleBE(value, 1);
      this.put(bytes);
    }
  }

  private text(text: string): void {
    if (text.length < 32 && this.plain(text)) return;
    const length = Buffer.byteLength(text);
    if (length < 32) this.byte(0xa0 | length);
    else if (length < 0x100) this.put(Buffer.from([0xd9, length]));
    else if (length < 0x10000) this.put(Buffer.from([0xda, length >> 8, length & 0xff]));
    else this.put(large(0xdb, length));
    this.room(length);
    this.used += this.buffer.write(text, this.used);
  }

  /** Short text of ASCII, as names of roles and options are: a call into the native code takes longer than its bytes. */
  private plain(text: string): boolean {
    this.room(32);
    for (let index = 0; index < text.length; index++) {
      const code = text.charCodeAt(index);
      if (code >= 0x80) return false;
      this.buffer[this.used + 1 + index] = code;
    }
    this.buffer[this.used] = 0xa0 | text.length;
    this.used += text.length + 1;
    return true;
  }

  private header(size: number, fix: number, of16: number, of32: number): void {
    if (size < 16) this.byte(fix | size);
    else if (size < 0x10000) this.put(Buffer.from([of16, size >> 8, size & 0xff]));
    else this.put(large(of32, size));
  }

  private byte(byte: number): void {
    this.room(1);
    this.buffer[this.used++] = byte;
  }

  private put(bytes: Buffer): void {
    this.room(bytes.length);
    bytes.copy(this.buffer, this.used);
    this.used += bytes.length;
  }

  private room(needed: number): void {
    if (this.used + needed <= this.buffer.length) return;
    const larger = Buffer.allocUnsafe(Math.max(this.buffer.length * 2, this.used + needed));
    this.buffer.copy(larger, 0, 0, this.used);
    this.buffer = larger;
  }
}

const large = (code: number, size: number): Buffer => {
  const bytes = Buffer.allocUnsafe(5);
  bytes[0] = code;
  bytes.writeUInt32BE(size, 1);
  return bytes;
};

class Reader {
  private at = 0;
  private readonly buffer: Buffer;

  constructor(bytes: Uint8Array) {
    this.buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  isAtEnd(): boolean {
    return this.at === this.buffer.length;
  }

  value(depth: number): Value {
    if (depth > DEEPEST) throw new Error("msgpack: nested too deep");
    const code = this.byte();
    if (code < 0x80) return code;
    if (code < 0x90) return this.map(code & 0x0f, depth);
    if (code < 0xa0) return this.list(code & 0x0f, depth);
    if (code < 0xc0) return this.text(code & 0x1f);
    if (code >= 0xe0) return code - 256;
    switch (code) {
      case 0xc0:
        return null;
      case 0xc2:
        return false;
      case 0xc3:
        return true;
      case 0xc4:
      case 0xd9:
        return this.text(this.byte());
      case 0xc5:
      case 0xda:
        return this.text(this.take(2).readUInt16BE());
      case 0xc6:
      case 0xdb:
        return this.text(this.take(4).readUInt32BE());
      case 0xc7:
        return this.unknown(this.byte());
      case 0xc8:
        return this.unknown(this.take(2).readUInt16BE());
      case 0xc9:
        return this.unknown(this.take(4).readUInt32BE());
      case 0xca:
        return this.take(4).readFloatBE();
      case 0xcb:
        return this.take(8).readDoubleBE();
      case 0xcc:
        return this.byte();
      case 0xcd:
        return this.take(2).readUInt16BE();
      case 0xce:
        return this.take(4).readUInt32BE();
      case 0xcf:
        return exact(this.take(8).readBigUInt64BE());
      case 0xd0:
        return this.take(1).readInt8();
      case 0xd1:
        return this.take(2).readInt16BE();
      case 0xd2:
        return this.take(4).readInt32BE();
      case 0xd3:
        return exact(this.take(8).readBigInt64BE());
      case 0xd4:
      case 0xd5:
      case 0xd6:
      case 0xd7:
      case 0xd8:
        return this.unknown(1 << (code - 0xd4));
      case 0xdc:
        return this.list(this.take(2).readUInt16BE(), depth);
      case 0xdd:
        return this.list(this.take(4).readUInt32BE(), depth);
      case 0xde:
        return this.map(this.take(2).readUInt16BE(), depth);
      case 0xdf:
        return this.map(this.take(4).readUInt32BE(), depth);
      default:
        throw new Error(`msgpack: there is no code ${code}`);
    }
  }

  private byte(): number {
    return this.buffer[this.passed(1)] ?? 0;
  }

  private take(count: number): Buffer {
    const start = this.passed(count);
    return this.buffer.subarray(start, start + count);
  }

  private text(length: number): string {
    const start = this.passed(length);
    return this.buffer.toString("utf8", start, start + length);
  }

  /** Where so many bytes begin, which are read now. */
  private passed(count: number): number {
    const start = this.at;
    if (start + count > this.buffer.length) throw new Error("msgpack: it ends within a value");
    this.at += count;
    return start;
  }

  private unknown(length: number): typeof UNKNOWN_VALUE {
    this.take(length + 1);
    return UNKNOWN_VALUE;
  }

  private list(size: number, depth: number): Value {
    const list: Value[] = [];
    for (let index = 0; index < size; index++) list.push(this.value(depth + 1));
    return list;
  }

  private map(size: number, depth: number): Value {
    const map = new Map<string, Value>();
    for (let index = 0; index < size; index++) {
      const key = this.value(depth + 1);
      if (typeof key !== "string") throw new Error("msgpack: a key that is no text");
      map.set(key, this.value(depth + 1));
    }
    return map;
  }
}

const exact = (value: bigint): number | bigint =>
  value >= BigInt(Number.MIN_SAFE_INTEGER) && value <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(value) : value;
