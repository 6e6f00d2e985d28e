using System.Globalization;
using System.Text.RegularExpressions;

namespace SparseGen.Tests.Gpu.Interpreter;

/// <summary>What a machine does with an instruction besides computing a register from registers.</summary>
enum PtxKind
{
    /// <summary>A register from up to two others.</summary>
    Compute,
    Select,
    MultiplyAdd,
    Load,
    Store,
    Branch,
    Return,
    Barrier,
    Shuffle,
    MatrixMultiply,
}

enum PtxSpace
{
    Parameters,
    Global,
    Shared,
    Local,
}

/// <summary>One instruction; operands are places in a thread's register file, which holds constants too.</summary>
sealed class PtxInstruction
{
    public required string Text { get; init; }
    public required PtxKind Kind { get; init; }

    /// <summary>The register that decides whether it is executed, or −1.</summary>
    public int Guard { get; init; } = -1;

    public bool GuardNegated { get; init; }
    public int[] Operands { get; init; } = [];
    public Func<ulong, ulong, ulong>? Function { get; init; }
    public PtxSpace Space { get; init; }

    /// <summary>Bytes of an element of a load or store.</summary>
    public int Size { get; init; }

    /// <summary>Bytes from the address in the last operand.</summary>
    public int Offset { get; init; }

    public string? Label { get; init; }

    /// <summary>Of a branch: the number of the next instruction.</summary>
    public int Target { get; set; }
}

/// <summary>A kernel of PTX, decoded.</summary>
sealed partial class PtxProgram
{
    readonly Dictionary<string, int> _places = [];
    readonly List<ulong> _initial = [];

    public PtxProgram(string ptx)
    {
        var instructions = new List<PtxInstruction>();
        var labels = new Dictionary<string, int>();
        foreach (var name in SpecialRegisters) Place(name);
        foreach (var line in ptx.Split('\n').Select(line => line.Trim()).SkipWhile(line => !line.StartsWith(".visible", StringComparison.Ordinal)))
            if (line.EndsWith(':')) labels.Add(line[..^1], instructions.Count);
            else if (Declaration().Match(line) is { Success: true } declaration) Declare(declaration);
            else if (Statement().Match(line) is { Success: true } statement) instructions.Add(Decode(statement));
        foreach (var instruction in instructions)
            if (instruction.Label is { } label) instruction.Target = labels[label];
        Instructions = [.. instructions];
    }

    /// <summary>What a thread knows of its place, in the first registers.</summary>
    public static readonly string[] SpecialRegisters =
        ["%tid.x", "%ctaid.x", "%ctaid.y", "%ctaid.z", "%ntid.x", "%nctaid.x", "%nctaid.y", "%nctaid.z"];

    public PtxInstruction[] Instructions { get; }

    /// <summary>Registers as a thread begins: zeros, and constants.</summary>
    public ulong[] InitialRegisters => [.. _initial];

    public int SharedBytes { get; private set; }

    public int LocalBytes { get; private set; }

    void Declare(Match declaration)
    {
        var bytes = int.Parse(declaration.Groups["bytes"].Value, CultureInfo.InvariantCulture);
        var aligned = (bytes + 15) / 16 * 16;
        var isShared = declaration.Groups["space"].Value == "shared";
        Place(declaration.Groups["name"].Value, (ulong)(isShared ? SharedBytes : LocalBytes));
        if (isShared) SharedBytes += aligned;
        else LocalBytes += aligned;
    }

    PtxInstruction Decode(Match statement)
    {
        var (text, opcode) = (statement.Value, statement.Groups["opcode"].Value);
        var operands = statement.Groups["operands"].Value;
        var guard = statement.Groups["guard"] is { Success: true } predicate ? Place(predicate.Value) : -1;
        var negated = statement.Groups["not"].Success;
        var parts = opcode.Split('.');
        PtxInstruction Of(PtxKind kind, int[] places, Func<ulong, ulong, ulong>? function = null) =>
            new() { Text = text, Kind = kind, Guard = guard, GuardNegated = negated, Operands = places, Function = function };
        switch (parts[0])
        {
            case "ret": return Of(PtxKind.Return, []);
            case "bar": return Of(PtxKind.Barrier, []);
            case "bra": return new() { Text = text, Kind = PtxKind.Branch, Guard = guard, GuardNegated = negated, Label = operands.Trim() };
            case "mad" when parts is [_, "lo", "u64" or "s64"]: return Of(PtxKind.MultiplyAdd, Places(operands));
            case "selp": return Of(PtxKind.Select, Places(operands));
            case "mma" when opcode is "mma.sync.aligned.m16n8k8.row.col.f32.tf32.tf32.f32" or "mma.sync.aligned.m16n8k16.row.col.f32.bf16.bf16.f32":
                return Of(PtxKind.MatrixMultiply, Places(operands));
            case "shfl": return Of(PtxKind.Shuffle, Places(operands)[..3]);
            case "ld" or "st":
            {
                var address = Address().Match(operands);
                return new()
                {
                    Text = text, Kind = parts[0] == "ld" ? PtxKind.Load : PtxKind.Store, Guard = guard, GuardNegated = negated,
                    Operands = [.. Places(operands.Remove(address.Index, address.Length)), address.Groups["base"].Value[0] == '%' ? Place(address.Groups["base"].Value) : -1],
                    Space = parts[1] switch { "param" => PtxSpace.Parameters, "global" => PtxSpace.Global, "shared" => PtxSpace.Shared, _ => PtxSpace.Local },
                    Size = int.Parse(parts[^1][1..], CultureInfo.InvariantCulture) / 8,
                    Offset = address.Groups["offset"] is { Success: true } offset ? int.Parse(offset.Value, CultureInfo.InvariantCulture) : 0,
                };
            }
            default: return Of(PtxKind.Compute, Places(operands), PtxFunctions.Of(opcode));
        }
    }

    int[] Places(string operands) => [.. Operand().Matches(operands).Select(operand => Place(operand.Value))];

    int Place(string operand)
    {
        if (_places.TryGetValue(operand, out var place)) return place;
        var isConstant = operand[0] is not '%' and not '_';
        return isConstant ? Place(operand, Constant(operand)) : Place(operand, 0);
    }

    int Place(string operand, ulong value)
    {
        _places.Add(operand, _initial.Count);
        _initial.Add(value);
        return _initial.Count - 1;
    }

    static ulong Constant(string text) => text switch
    {
        ['0', 'f' or 'F' or 'd' or 'D', .. var bits] => ulong.Parse(bits, NumberStyles.HexNumber, CultureInfo.InvariantCulture),
        ['-', ..] => (ulong)long.Parse(text, CultureInfo.InvariantCulture),
        _ => ulong.Parse(text, CultureInfo.InvariantCulture),
    };

    [GeneratedRegex(@"^\.(?<space>shared|local) .*\s(?<name>\w+)\[(?<bytes>\d+)\];$")]
    private static partial Regex Declaration();

    [GeneratedRegex(@"^(@(?<not>!)?(?<guard>%p\d+)\s+)?(?<opcode>[a-z][a-z0-9_.]*)(\s+(?<operands>.*))?;$")]
    private static partial Regex Statement();

    [GeneratedRegex(@"%[a-z]+(\d+|\.[xyz])|0[fFdD][0-9A-Fa-f]+|-?\d+|__\w+")]
    private static partial Regex Operand();

    [GeneratedRegex(@"\[(?<base>[%\w]+)(\+(?<offset>\d+))?\]")]
    private static partial Regex Address();
}
