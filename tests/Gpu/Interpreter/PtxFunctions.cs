namespace SparseGen.Tests.Gpu.Interpreter;

/// <summary>The arithmetic of PTX (NVIDIA, PTX ISA 7.8) on registers: a number lies in the lowest bits of its register, the rest is zero.</summary>
static class PtxFunctions
{
    static readonly Dictionary<string, Func<ulong, ulong, ulong>> Table = Build();

    public static Func<ulong, ulong, ulong> Of(string opcode) =>
        Table.TryGetValue(opcode, out var function) ? function : throw new NotSupportedException($"The interpreter does not know {opcode}.");

    static Dictionary<string, Func<ulong, ulong, ulong>> Build()
    {
        var table = new Dictionary<string, Func<ulong, ulong, ulong>>();
        foreach (var type in (string[])["pred", "b8", "b16", "b32", "b64", "f32", "f64"])
        {
            table.Add($"mov.{type}", (a, _) => a);
            if (type[0] == 'f') continue;
            table.Add($"and.{type}", (a, b) => a & b);
            table.Add($"or.{type}", (a, b) => a | b);
            table.Add($"xor.{type}", (a, b) => a ^ b);
        }
        table.Add("not.pred", (a, _) => a ^ 1);
        table.Add("not.b32", (a, _) => (uint)~a);
        table.Add("not.b64", (a, _) => ~a);
        table.Add("cvta.to.global.u64", (a, _) => a);
        Integers32(table);
        Integers64(table);
        Floats(table);
        Doubles(table);
        Conversions(table);
        return table;
    }

    static void Integers32(Dictionary<string, Func<ulong, ulong, ulong>> table)
    {
        foreach (var type in (string[])["s32", "u32"])
        {
            table.Add($"add.{type}", (a, b) => (uint)(a + b));
            table.Add($"sub.{type}", (a, b) => (uint)(a - b));
            table.Add($"mul.lo.{type}", (a, b) => (uint)(a * b));
            table.Add($"setp.eq.{type}", (a, b) => Bit((uint)a == (uint)b));
            table.Add($"setp.ne.{type}", (a, b) => Bit((uint)a != (uint)b));
        }
        table.Add("shl.b32", (a, b) => b > 31 ? 0 : (uint)(a << (int)b));
        table.Add("shr.u32", (a, b) => b > 31 ? 0 : (uint)a >> (int)b);
        table.Add("shr.s32", (a, b) => (uint)((int)a >> (int)Math.Min(b, 31)));
        table.Add("neg.s32", (a, _) => (uint)-(int)a);
        table.Add("div.s32", (a, b) => (uint)((int)a / (int)b));
        table.Add("div.u32", (a, b) => (uint)a / (uint)b);
        table.Add("rem.s32", (a, b) => (uint)((int)a % (int)b));
        table.Add("rem.u32", (a, b) => (uint)a % (uint)b);
        table.Add("mul.wide.u32", (a, b) => (ulong)(uint)a * (uint)b);
        table.Add("mul.wide.s32", (a, b) => (ulong)((long)(int)a * (int)b));
        table.Add("setp.lt.s32", (a, b) => Bit((int)a < (int)b));
        table.Add("setp.le.s32", (a, b) => Bit((int)a <= (int)b));
        table.Add("setp.gt.s32", (a, b) => Bit((int)a > (int)b));
        table.Add("setp.ge.s32", (a, b) => Bit((int)a >= (int)b));
        table.Add("setp.lo.u32", (a, b) => Bit((uint)a < (uint)b));
        table.Add("setp.ls.u32", (a, b) => Bit((uint)a <= (uint)b));
        table.Add("setp.hi.u32", (a, b) => Bit((uint)a > (uint)b));
        table.Add("setp.hs.u32", (a, b) => Bit((uint)a >= (uint)b));
    }

    static void Integers64(Dictionary<string, Func<ulong, ulong, ulong>> table)
    {
        foreach (var type in (string[])["s64", "u64"])
        {
            table.Add($"add.{type}", (a, b) => a + b);
            table.Add($"sub.{type}", (a, b) => a - b);
            table.Add($"mul.lo.{type}", (a, b) => a * b);
            table.Add($"setp.eq.{type}", (a, b) => Bit(a == b));
            table.Add($"setp.ne.{type}", (a, b) => Bit(a != b));
        }
        table.Add("shl.b64", (a, b) => b > 63 ? 0 : a << (int)b);
        table.Add("shr.u64", (a, b) => b > 63 ? 0 : a >> (int)b);
        table.Add("shr.s64", (a, b) => (ulong)((long)a >> (int)Math.Min(b, 63)));
        table.Add("neg.s64", (a, _) => (ulong)-(long)a);
        table.Add("div.s64", (a, b) => (ulong)((long)a / (long)b));
        table.Add("rem.s64", (a, b) => (ulong)((long)a % (long)b));
        table.Add("setp.lt.s64", (a, b) => Bit((long)a < (long)b));
        table.Add("setp.le.s64", (a, b) => Bit((long)a <= (long)b));
        table.Add("setp.gt.s64", (a, b) => Bit((long)a > (long)b));
        table.Add("setp.ge.s64", (a, b) => Bit((long)a >= (long)b));
    }

    static void Floats(Dictionary<string, Func<ulong, ulong, ulong>> table)
    {
        table.Add("add.f32", (a, b) => Bits(Single(a) + Single(b)));
        table.Add("sub.f32", (a, b) => Bits(Single(a) - Single(b)));
        table.Add("mul.f32", (a, b) => Bits(Single(a) * Single(b)));
        table.Add("div.rn.f32", (a, b) => Bits(Single(a) / Single(b)));
        table.Add("rcp.rn.f32", (a, _) => Bits(1 / Single(a)));
        table.Add("sqrt.rn.f32", (a, _) => Bits(MathF.Sqrt(Single(a))));
        table.Add("neg.f32", (a, _) => a ^ 0x80000000);
        table.Add("testp.notanumber.f32", (a, _) => Bit(float.IsNaN(Single(a))));
        table.Add("setp.eq.f32", (a, b) => Bit(Single(a) == Single(b)));
        table.Add("setp.ne.f32", (a, b) => Bit(Single(a) < Single(b) || Single(a) > Single(b)));
        table.Add("setp.lt.f32", (a, b) => Bit(Single(a) < Single(b)));
        table.Add("setp.le.f32", (a, b) => Bit(Single(a) <= Single(b)));
        table.Add("setp.gt.f32", (a, b) => Bit(Single(a) > Single(b)));
        table.Add("setp.ge.f32", (a, b) => Bit(Single(a) >= Single(b)));
        table.Add("setp.equ.f32", (a, b) => Bit(!(Single(a) < Single(b) || Single(a) > Single(b))));
        table.Add("setp.neu.f32", (a, b) => Bit(Single(a) != Single(b)));
        table.Add("setp.ltu.f32", (a, b) => Bit(!(Single(a) >= Single(b))));
        table.Add("setp.leu.f32", (a, b) => Bit(!(Single(a) > Single(b))));
        table.Add("setp.gtu.f32", (a, b) => Bit(!(Single(a) <= Single(b))));
        table.Add("setp.geu.f32", (a, b) => Bit(!(Single(a) < Single(b))));
    }

    static void Doubles(Dictionary<string, Func<ulong, ulong, ulong>> table)
    {
        table.Add("add.f64", (a, b) => Bits(Double(a) + Double(b)));
        table.Add("sub.f64", (a, b) => Bits(Double(a) - Double(b)));
        table.Add("mul.f64", (a, b) => Bits(Double(a) * Double(b)));
        table.Add("div.rn.f64", (a, b) => Bits(Double(a) / Double(b)));
        table.Add("rcp.rn.f64", (a, _) => Bits(1 / Double(a)));
        table.Add("sqrt.rn.f64", (a, _) => Bits(Math.Sqrt(Double(a))));
        table.Add("neg.f64", (a, _) => a ^ 1UL << 63);
        table.Add("testp.notanumber.f64", (a, _) => Bit(double.IsNaN(Double(a))));
        table.Add("setp.lt.f64", (a, b) => Bit(Double(a) < Double(b)));
        table.Add("setp.le.f64", (a, b) => Bit(Double(a) <= Double(b)));
        table.Add("setp.gt.f64", (a, b) => Bit(Double(a) > Double(b)));
        table.Add("setp.ge.f64", (a, b) => Bit(Double(a) >= Double(b)));
        table.Add("setp.ltu.f64", (a, b) => Bit(!(Double(a) >= Double(b))));
        table.Add("setp.leu.f64", (a, b) => Bit(!(Double(a) > Double(b))));
        table.Add("setp.gtu.f64", (a, b) => Bit(!(Double(a) <= Double(b))));
        table.Add("setp.geu.f64", (a, b) => Bit(!(Double(a) < Double(b))));
    }

    static void Conversions(Dictionary<string, Func<ulong, ulong, ulong>> table)
    {
        table.Add("cvt.s64.s32", (a, _) => (ulong)(int)a);
        table.Add("cvt.u64.u32", (a, _) => (uint)a);
        table.Add("cvt.s32.s64", (a, _) => (uint)a);
        table.Add("cvt.u32.u64", (a, _) => (uint)a);
        table.Add("cvt.s32.u16", (a, _) => (ushort)a);
        table.Add("cvt.u32.u16", (a, _) => (ushort)a);
        table.Add("cvt.u16.s32", (a, _) => (ushort)a);
        table.Add("cvt.u16.u32", (a, _) => (ushort)a);
        table.Add("cvt.f64.f32", (a, _) => Bits((double)Single(a)));
        table.Add("cvt.rn.f32.f64", (a, _) => Bits((float)Double(a)));
        table.Add("cvt.rn.f32.s32", (a, _) => Bits((float)(int)a));
        table.Add("cvt.rn.f64.s32", (a, _) => Bits((double)(int)a));
        table.Add("cvt.rn.f64.u32", (a, _) => Bits((double)(uint)a));
        table.Add("cvt.rzi.s32.f32", (a, _) => float.IsNaN(Single(a)) ? 0 : (uint)(int)Math.Clamp((double)Single(a), int.MinValue, int.MaxValue));

        // To the nearest of ten bits of mantissa, ties away from zero; the other bits may be anything, here zero.
        table.Add("cvt.rna.tf32.f32", (a, _) => float.IsFinite(Single(a)) ? (uint)(a + 0x1000) & 0xFFFFE000 : a);
    }

    public static float Single(ulong register) => BitConverter.UInt32BitsToSingle((uint)register);

    public static ulong Bits(float value) => BitConverter.SingleToUInt32Bits(value);

    static double Double(ulong register) => BitConverter.UInt64BitsToDouble(register);

    static ulong Bits(double value) => BitConverter.DoubleToUInt64Bits(value);

    static ulong Bit(bool condition) => condition ? 1UL : 0;
}
