using ILGPU;

namespace ConvGpu.Conformance;

/// <summary>Loops, branches, switches, gotos and values that stay on the stack across them.</summary>
public static class ControlFlow
{
    [Conformance]
    public static void Loops(Index1D i, ArrayView<int> x, ArrayView<int> output)
    {
        int n = x[i] & 15, sum = 0;
        for (int k = 0; k < n; k++)
            sum += k * k;
        output[i * 4] = sum;
        int m = n;
        while (m > 1)
        {
            m = (m & 1) == 0 ? m / 2 : 3 * m + 1;
            sum++;
            if (sum > 5000)
                break;
        }
        output[i * 4 + 1] = sum;
        do
        {
            sum -= 3;
            if (sum % 7 == 0)
                continue;
            sum--;
        }
        while (sum > 0);
        output[i * 4 + 2] = sum;
        for (int a = 0; a < 4; a++)
            for (int b = a; b < n; b += 2)
            {
                if (b == 11)
                    break;
                output[i * 4 + 3] += a * b;
            }
    }

    [Conformance]
    public static void Ternaries(Index1D i, ArrayView<int> x, ArrayView<float> y, ArrayView<float> output)
    {
        int a = x[i];
        float b = y[i];
        output[i * 4] = (a > 0 ? b : -b) + (a < 100 ? 1 : b > 0 ? 2 : 3) * (b < 1 ? 0.5f : 2f);
        output[i * 4 + 1] = Pick(a > 3 ? a : 7, b > 2 && a < 9 || b < -5, a == 4 ? b : 1f);
        bool flag = a > 0 && (b > 0 || a > 1000);
        output[i * 4 + 2] = flag ? 1 : 0;
        output[i * 4 + 3] = (flag != (a % 3 == 0) ? a : a + 1) + (flag ? (byte)3 : (sbyte)-3);
    }

    private static float Pick(int a, bool c, float b) => c ? a : b;

    [Conformance]
    public static void Switches(Index1D i, ArrayView<int> x, ArrayView<int> output)
    {
        int a = x[i] & 7, result;
        switch (a)
        {
            case 0:
                result = 5;
                break;
            case 1:
            case 2:
                result = a * 10;
                goto case 4;
            case 4:
                result = 44 + a;
                break;
            case 6:
                for (result = 0; result < 100; result += 9)
                    if (result == 54)
                        break;
                break;
            default:
                result = -1;
                break;
        }
        output[i * 2] = result;
        output[i * 2 + 1] = x[i] switch
        {
            < -5 => 1,
            0 => 2,
            > 0 and < 10 => 3,
            10 or 20 or 30 => 4,
            _ => (x[i] & 1) == 0 ? 5 : 6,
        };
    }

    [Conformance]
    public static void EarlyReturns(Index1D i, ArrayView<int> x, ArrayView<int> output)
    {
        if (x[i] < 0)
            return;
        output[i] = 1;
        for (int k = 0; k < 20; k++)
            if (x[i] == k)
            {
                output[i] = -k;
                return;
            }
        output[i] = Classify(x[i]);
    }

    private static int Classify(int value)
    {
        if (value > 1000)
            return 3;
        while (value > 0)
        {
            if (value % 5 == 0)
                return value;
            value--;
        }
        return 9;
    }

    [Conformance]
    public static void Gotos(Index1D i, ArrayView<int> x, ArrayView<int> output)
    {
        int a = x[i] & 31, steps = 0;
    again:
        steps++;
        if (a > 20)
        {
            a -= 3;
            goto again;
        }
        if (steps > 2)
            goto end;
        a += 100;
    end:
        output[i] = a * 1000 + steps;
    }

    [Conformance]
    public static void NestedLoopsWithExits(Index1D i, ArrayView<int> x, ArrayView<int> output)
    {
        int found = -1;
        for (int a = 0; a < 8 && found < 0; a++)
        {
            for (int b = 0; b < 8; b++)
            {
                if (a * b == (x[i] & 31))
                {
                    found = a * 10 + b;
                    break;
                }
                if (b > a + 4)
                    break;
            }
        }
        output[i] = found;
    }

    [Conformance]
    public static void ShortCircuits(Index1D i, ArrayView<int> x, ArrayView<int> output)
    {
        int calls = 0;
        bool a = Count(ref calls, x[i] > 0) && Count(ref calls, x[i] < 10) || Count(ref calls, x[i] == 77);
        bool b = Count(ref calls, a) & Count(ref calls, x[i] % 2 == 0) | Count(ref calls, false);
        output[i] = calls * 4 + (a ? 1 : 0) + (b ? 2 : 0);
    }

    private static bool Count(ref int calls, bool value)
    {
        calls++;
        return value;
    }

    [Conformance]
    public static void LoopCarriedSwap(Index1D i, ArrayView<int> x, ArrayView<int> output)
    {
        int a = 0, b = 1;
        bool odd = false;
        for (int k = 0; k < (x[i] & 31); k++)
        {
            (a, b) = (b, a + b);
            odd = !odd;
        }
        output[i] = odd ? a : -b;
    }

    [Conformance]
    public static void UnreachableCode(Index1D i, ArrayView<int> x, ArrayView<int> output)
    {
#pragma warning disable CS0162 // what a constant condition excludes must not confuse the frontend
        const bool never = false;
        if (never)
            output[i] = 1;
#pragma warning restore CS0162
        for (; ; )
        {
            output[i] += x[i];
            if (output[i] != -3)
                break;
        }
    }
}
