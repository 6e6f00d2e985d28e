namespace SparseGen.Training;

/// <summary>A hook that is called after every step and has a state: its notes are stored in the trainer's checkpoints and restored when the training is resumed.</summary>
public interface ITrainingHook
{
    /// <summary>The state, by names that no other hook of the trainer uses.</summary>
    IEnumerable<KeyValuePair<string, string>> Notes { get; }

    /// <summary>Restores the state from the notes of a checkpoint, which include those of other hooks.</summary>
    void Resume(IReadOnlyDictionary<string, string> notes);

    /// <summary>Called after each step.</summary>
    void Stepped(Trainer trainer);
}
