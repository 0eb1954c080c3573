// Small kernels for the emulator's tests; generate.sh makes kernels.ptx of them with Debian's clang.
#define TX __nvvm_read_ptx_sreg_tid_x()
#define BX __nvvm_read_ptx_sreg_ctaid_x()
#define NX __nvvm_read_ptx_sreg_ntid_x()
#define GX __nvvm_read_ptx_sreg_nctaid_x()
#define BARRIER __nvvm_bar_sync(0)

kernel void vector_add(global const float *a, global const float *b, global float *c, int n) {
  int i = BX * NX + TX;
  if (i < n) c[i] = a[i] + b[i];
}

kernel void reduce(global const float *x, global float *sums, int n) {
  local float partial[256];
  float sum = 0;
  for (int i = BX * NX + TX; i < n; i += NX * GX) sum += x[i];
  partial[TX] = sum;
  BARRIER;
  for (int s = NX / 2; s > 0; s >>= 1) {
    if (TX < s) partial[TX] += partial[TX + s];
    BARRIER;
  }
  if (TX == 0) sums[BX] = partial[0];
}

kernel void matrix_multiply(global const float *a, global const float *b, global float *c, int n) {
  local float ta[16][16], tb[16][16];
  int tx = TX, ty = __nvvm_read_ptx_sreg_tid_y();
  int row = __nvvm_read_ptx_sreg_ctaid_y() * 16 + ty, column = BX * 16 + tx;
  float sum = 0;
  for (int k = 0; k < n; k += 16) {
    ta[ty][tx] = row < n && k + tx < n ? a[row * n + k + tx] : 0;
    tb[ty][tx] = column < n && k + ty < n ? b[(k + ty) * n + column] : 0;
    BARRIER;
    for (int i = 0; i < 16; i++) sum += ta[ty][i] * tb[i][tx];
    BARRIER;
  }
  if (row < n && column < n) c[row * n + column] = sum;
}

kernel void histogram(global const unsigned char *x, global int *bins, int n) {
  local int mine[256];
  for (int i = TX; i < 256; i += NX) mine[i] = 0;
  BARRIER;
  for (int i = BX * NX + TX; i < n; i += NX * GX) __nvvm_atom_add_gen_i(&mine[x[i]], 1);
  BARRIER;
  for (int i = TX; i < 256; i += NX) if (mine[i]) __nvvm_atom_add_gen_i(&bins[i], mine[i]);
}

kernel void warp_sum(global const int *x, global int *sums) {
  int v = x[BX * NX + TX];
  for (int d = 16; d > 0; d >>= 1) v += __nvvm_shfl_sync_down_i32(0xffffffff, v, d, 31);
  if ((TX & 31) == 0) sums[(BX * NX + TX) / 32] = v;
}

kernel void switches(global const int *x, global int *y) {
  int i = BX * NX + TX, v = x[i], r;
  switch (v) {
    case 0: r = 17; break;
    case 1: r = v * 3 + i; break;
    case 2: r = i ^ 0x55; break;
    case 3: r = -i; break;
    case 4: r = i / 3; break;
    case 5: r = i % 7; break;
    case 9: r = 1 << (i & 15); break;
    default: r = -1; break;
  }
  y[i] = r;
}

kernel void integers(global const int *x, global const int *y, global int *out, int n) {
  int i = BX * NX + TX;
  if (i >= n) return;
  int a = x[i], b = y[i] | 1;
  unsigned ua = a, ub = b;
  long wide = (long)a * b;
  out[i * 12 + 0] = a / b;
  out[i * 12 + 1] = a % b;
  out[i * 12 + 2] = ua / ub;
  out[i * 12 + 3] = ua % ub;
  out[i * 12 + 4] = (int)(wide >> 32);
  out[i * 12 + 5] = (int)(((unsigned long)ua * ub) >> 32);
  out[i * 12 + 6] = a >> (b & 31);
  out[i * 12 + 7] = ua >> (b & 31);
  out[i * 12 + 8] = (a << 5) | (ua >> 27);
  out[i * 12 + 9] = a < b ? a : b;
  out[i * 12 + 10] = ua > ub ? ua : ub;
  out[i * 12 + 11] = (short)a * (short)b + (char)a;
}

kernel void floats(global const float *x, global const float *y, global float *out, int n) {
  int i = BX * NX + TX;
  if (i >= n) return;
  float a = x[i], b = y[i];
  out[i * 8 + 0] = a + b;
  out[i * 8 + 1] = a - b;
  out[i * 8 + 2] = a * b;
  out[i * 8 + 3] = a / b;
  out[i * 8 + 4] = (float)((double)a * b + 1.0);
  out[i * 8 + 5] = (float)(int)a;
  out[i * 8 + 6] = a < b ? a : b;
  out[i * 8 + 7] = a == b ? 1.0f : a > b ? 2.0f : 3.0f;
}

// Steps of the Collatz sequence: loops of different length in each lane.
kernel void collatz(global const int *x, global int *steps) {
  int i = BX * NX + TX;
  unsigned v = x[i];
  int count = 0;
  while (v != 1) {
    v = v & 1 ? 3 * v + 1 : v / 2;
    count++;
  }
  steps[i] = count;
}

__attribute__((noinline)) static int gcd(int a, int b) {
  while (b) { int t = a % b; a = b; b = t; }
  return a;
}

struct pair { int a; long b; };
__attribute__((noinline)) static struct pair swap(struct pair p) {
  struct pair r; r.a = (int)p.b; r.b = p.a; return r;
}

kernel void calls(global const int *x, global const int *y, global long *out) {
  int i = BX * NX + TX;
  struct pair p; p.a = gcd(x[i], y[i]); p.b = x[i];
  if (x[i] & 1) p = swap(p);
  out[i] = p.a * 1000l + p.b;
}

// An array in local memory, indexed by data.
kernel void local_array(global const int *x, global int *out) {
  int i = BX * NX + TX, counts[16];
  for (int k = 0; k < 16; k++) counts[k] = k;
  for (int k = 0; k < 32; k++) counts[x[i * 32 + k] & 15] += k;
  int sum = 0;
  for (int k = 0; k < 16; k++) sum = sum * 3 + counts[k];
  out[i] = sum;
}

constant int table[8] = {3, 1, 4, 1, 5, 9, 2, 6};
kernel void constants(global const int *x, global int *out) {
  int i = BX * NX + TX;
  out[i] = table[x[i] & 7];
}
