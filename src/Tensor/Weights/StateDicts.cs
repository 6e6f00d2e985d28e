namespace SparseGen;

/// <summary>
/// Finds the state dict in the value that torch.save wrote: the value itself, or a nested dictionary beside epochs, optimizers
/// and the like.
/// </summary>
static class StateDicts
{
    const int MaxDepth = 4;

    /// <param name="path">for error messages</param>
    /// <param name="root">the unpickled value</param>
    /// <param name="entry">the state dict to be found: its keys, joined by dots; null if there is only one</param>
    /// <returns>the dictionary and its keys, joined by dots; "" for the top</returns>
    /// <exception cref="FileFormatException">There is no state dict, no such one, or several of which none was chosen.</exception>
    public static (PickleDictionary Found, string Name) Find(string path, object? root, string? entry)
    {
        if (root is not PickleDictionary top) throw new FileFormatException(path, "expected a state dict, found something else");
        var all = Nested(top, "", MaxDepth).ToArray();
        if (entry is not null)
            return Array.Find(all, one => one.Name == entry) is { Found: not null } chosen
                ? chosen
                : throw new FileFormatException(path, $"expected a state dict '{entry}', found {(all.Length == 0 ? "none at all" : Plural.Names([.. all.Select(one => one.Name)]))}");
        return all.Length switch
        {
            0 when HasTensors(top) => (top, ""),
            0 => throw new FileFormatException(path, "expected a state dict with tensors, found none"),
            1 => all[0],
            _ => throw new FileFormatException(path, $"expected one state dict, found {all.Length}: {Plural.Names([.. all.Select(one => one.Name)])}; choose one by FILE#{all[0].Name}"),
        };
    }

    /// <summary>The nested dictionaries that contain tensors, except those of optimizers.</summary>
    static IEnumerable<(PickleDictionary Found, string Name)> Nested(PickleDictionary outer, string prefix, int depth)
    {
        if (depth == 0) yield break;
        foreach (var (key, value) in outer.Entries)
        {
            if (key is not string name || value is not PickleDictionary inner || IsOptimizer(inner)) continue;
            if (HasTensors(inner)) yield return (inner, prefix + name);
            else
                foreach (var found in Nested(inner, $"{prefix}{name}.", depth - 1)) yield return found;
        }
    }

    /// <summary>Whether this is the state of an optimizer of PyTorch, which contains groups of parameters.</summary>
    static bool IsOptimizer(PickleDictionary dictionary) => dictionary.Find("param_groups") is not null;

    static bool HasTensors(PickleDictionary dictionary) => dictionary.Entries.Exists(entry => entry.Key is string && TorchTensor.Is(entry.Value));
}
