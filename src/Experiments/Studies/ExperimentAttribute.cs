namespace SparseGen.Experiments;

/// <summary>Adds an experiment to the catalogue.</summary>
/// <param name="name">as on the command line: "fig4"</param>
/// <param name="description">one line of text</param>
[AttributeUsage(AttributeTargets.Class)]
public sealed class ExperimentAttribute(string name, string description) : Attribute
{
    public string Name { get; } = name;

    public string Description { get; } = description;
}
