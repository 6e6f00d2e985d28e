namespace SparseGen.Training;

/// <summary>Something that is done after every step and has a state: its notes are kept in the trainer's checkpoints, and a resumed training goes on with them.</summary>
public interface ITrainingHook
{
    /// <summary>The state, by names that no other hook of the trainer uses.</summary>
    IEnumerable<KeyValuePair<string, string>> Notes { get; }

    /// <summary>Takes the state from the notes of a checkpoint, among which are those of other hooks.</summary>
    void Resume(IReadOnlyDictionary<string, string> notes);

    /// <summary>Called after each step.</summary>
    void Stepped(Trainer trainer);
}
