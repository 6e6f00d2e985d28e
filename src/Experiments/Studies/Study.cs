namespace SparseGen.Experiments;

/// <summary>An experiment with its options, data and hyper-parameters.</summary>
public abstract class Study(RunOptions options)
{
    public RunOptions Options { get; } = options;

    /// <summary>All values that determine the results, by name: the options, and what follows from them.</summary>
    public abstract SortedDictionary<string, string> Fixed { get; }

    /// <summary>The structure of the study, for its report.</summary>
    public abstract StudyOutline Outline { get; }

    /// <summary>All trainings, in the order in which they are run.</summary>
    public abstract IReadOnlyList<PlannedTraining> Trainings { get; }

    /// <summary>Sentences on choices that were made in place of the user and may be unexpected.</summary>
    public virtual IReadOnlyList<string> Notes => [];

    /// <summary>Subjects that cannot be studied, such as those whose data set is missing.</summary>
    public virtual IReadOnlyList<SubjectFailure> Failures => [];

    /// <summary>Runs the trainings that are not done yet. A failure of one subject is reported to the context and does not stop the others.</summary>
    /// <exception cref="OperationCanceledException">The run was cancelled; completed work is kept.</exception>
    public abstract void Run(RunContext run);
}
