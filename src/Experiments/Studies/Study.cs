namespace SparseGen.Experiments;

/// <summary>An experiment with everything decided: options, data, hyper-parameters.</summary>
public abstract class Study(RunOptions options)
{
    public RunOptions Options { get; } = options;

    /// <summary>Everything that decides the numbers, by name: the options, and what follows from them.</summary>
    public abstract SortedDictionary<string, string> Fixed { get; }

    /// <summary>What a report has to know of it.</summary>
    public abstract StudyOutline Outline { get; }

    /// <summary>What it consists of, in the order in which it is done.</summary>
    public abstract IReadOnlyList<PlannedTraining> Trainings { get; }

    /// <summary>What was decided for whoever asked and could surprise, in sentences.</summary>
    public virtual IReadOnlyList<string> Notes => [];

    /// <summary>Subjects that cannot be studied, such as those whose data set is missing.</summary>
    public virtual IReadOnlyList<SubjectFailure> Failures => [];

    /// <summary>Does what is not done yet. A subject that fails is reported to the context, and the others go on.</summary>
    /// <exception cref="OperationCanceledException">It was interrupted; what was done is kept.</exception>
    public abstract void Run(RunContext run);
}
