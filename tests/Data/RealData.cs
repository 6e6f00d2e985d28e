using SparseGen.Data;

namespace SparseGen.Tests.Data;

/// <summary>Published data sets, for tests that are skipped where there are none.</summary>
static class RealData
{
    public static DataSet Load(string name)
    {
        var folder = DataFolder.Find(null);
        if (!folder.Has(name)) Assert.Ignore($"Needs {name}: set {DataFolder.Variable} to the folder that holds it.");
        return folder.Load(name);
    }
}
