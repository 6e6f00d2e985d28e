namespace SparseGen;

/// <summary>A name to which a pickle refers: "torch.FloatStorage". It is not resolved.</summary>
sealed record PickleGlobal(string Module, string Name)
{
    public override string ToString() => $"{Module}.{Name}";
}

/// <summary>A call that a pickle contains. It is not executed; the user of the reader interprets it.</summary>
sealed record PickleCall(PickleGlobal Function, object?[] Arguments)
{
    /// <summary>The state that the pickle sets on the result of the call (BUILD); null if none.</summary>
    public object? State { get; set; }
}

/// <summary>A reference to an object outside of the pickle, by an identifier that its writer chose.</summary>
sealed record PickleReference(object? Id);

/// <summary>A dictionary, in the order of insertion, with keys of any type.</summary>
sealed class PickleDictionary
{
    public List<(object? Key, object? Value)> Entries { get; } = [];

    /// <summary>The value of a string key; null if there is none. Of equal keys the last counts.</summary>
    public object? Find(string key) => Entries.LastOrDefault(entry => entry.Key is string text && text == key).Value;
}
