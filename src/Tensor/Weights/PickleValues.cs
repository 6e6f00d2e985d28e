namespace SparseGen;

/// <summary>A name that a pickle refers to: "torch.FloatStorage". It stays a name.</summary>
sealed record PickleGlobal(string Module, string Name)
{
    public override string ToString() => $"{Module}.{Name}";
}

/// <summary>A call that a pickle asks for. Nobody makes it; who reads the pickle may know what it means.</summary>
sealed record PickleCall(PickleGlobal Function, object?[] Arguments)
{
    /// <summary>What the object that the call makes is given afterwards (BUILD); null if nothing is.</summary>
    public object? State { get; set; }
}

/// <summary>Something that lies outside the pickle, by an identification that its writer chose.</summary>
sealed record PickleReference(object? Id);

/// <summary>A dictionary, in the order of its making; its keys are whatever they are.</summary>
sealed class PickleDictionary
{
    public List<(object? Key, object? Value)> Entries { get; } = [];

    /// <summary>The value of a key that is a text; null if there is none.</summary>
    public object? Find(string key) => Entries.LastOrDefault(entry => entry.Key is string text && text == key).Value;
}
