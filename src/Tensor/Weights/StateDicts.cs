namespace SparseGen;

/// <summary>Finds the state dict in what torch.save wrote: at the top, or in a dictionary beside epochs, optimizers and the like.</summary>
static class StateDicts
{
    const int Deepest = 4;

    /// <param name="path">for errors</param>
    /// <param name="root">the unpickled value</param>
    /// <param name="entry">which one is wanted: its keys, joined by dots; null if there is but one</param>
    /// <returns>the dictionary and its keys, joined by dots; "" for the top</returns>
    /// <exception cref="FileFormatException">There is none, or several and none was chosen, or no such one.</exception>
    public static (PickleDictionary Found, string Name) Find(string path, object? root, string? entry)
    {
        if (root is not PickleDictionary top) throw new FileFormatException(path, "expected a state dict, found something else");
        var all = Below(top, "", Deepest).ToArray();
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

    /// <summary>The dictionaries within another that hold tensors.</summary>
    static IEnumerable<(PickleDictionary Found, string Name)> Below(PickleDictionary outer, string prefix, int depth)
    {
        if (depth == 0) yield break;
        foreach (var (key, value) in outer.Entries)
        {
            if (key is not string name || value is not PickleDictionary inner || IsOptimizer(inner)) continue;
            if (HasTensors(inner)) yield return (inner, prefix + name);
            else
                foreach (var found in Below(inner, $"{prefix}{name}.", depth - 1)) yield return found;
        }
    }

    /// <summary>PyTorch's optimizers save their state beside the groups of parameters that it belongs to.</summary>
    static bool IsOptimizer(PickleDictionary dictionary) => dictionary.Find("param_groups") is not null;

    static bool HasTensors(PickleDictionary dictionary) => dictionary.Entries.Exists(entry => entry.Key is string && TorchTensor.Is(entry.Value));
}
