namespace SparseGen.Kernels.Gpu;

/// <summary>All kernels: each type of job, with each operator, step or tile that it can take as a type argument.</summary>
static class JobCatalogue
{
    static readonly Type[] Structs = [.. typeof(JobCatalogue).Assembly.GetTypes().Where(type => type.IsValueType && type.Namespace == typeof(JobCatalogue).Namespace)];

    public static IEnumerable<Type> All => Implementations(typeof(IGpuJob)).OrderBy(Name, StringComparer.Ordinal);

    /// <summary>"ElementwiseJob.UnaryStep.Tanh"</summary>
    public static string Name(Type job) => job.IsGenericType
        ? $"{job.Name[..job.Name.IndexOf('`')]}.{string.Join(".", job.GetGenericArguments().Select(Name))}"
        : job.Name;

    static IEnumerable<Type> Implementations(Type contract) =>
        Structs.Where(type => type.GetInterfaces().Contains(contract)).SelectMany(Closed);

    /// <summary>The type itself, or the type with every combination of arguments that its constraints allow.</summary>
    static IEnumerable<Type> Closed(Type type)
    {
        if (!type.IsGenericTypeDefinition) return [type];
        IEnumerable<Type[]> combinations = [[]];
        foreach (var parameter in type.GetGenericArguments())
        {
            var candidates = Implementations(parameter.GetGenericParameterConstraints().Single(constraint => constraint.IsInterface)).ToArray();
            combinations = combinations.SelectMany(some => candidates, (some, next) => (Type[])[.. some, next]);
        }
        return combinations.Select(type.MakeGenericType);
    }
}
