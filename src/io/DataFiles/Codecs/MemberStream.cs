namespace Levada.DataFiles.Codecs;

/// <summary>Compresses what is written into members, each complete in itself: a file may be cut off after any of them and is whole.</summary>
/// <remarks>A member begins with the first byte written after the last one ended. Disposing ends nothing, and closes nothing underneath.</remarks>
internal abstract class MemberStream : OneWayStream
{
    public override bool CanWrite => true;

    /// <summary>Whether some member, perhaps of an earlier run, lies in the output already.</summary>
    public bool HasMembers { get; set; }

    /// <summary>Ends the member that was begun, if any.</summary>
    public abstract void EndMember();

    /// <summary>Ends the file. One without any member gets an empty one: no bytes at all are not a file of most formats.</summary>
    public void Finish()
    {
        EndMember();
        if (HasMembers)
            return;
        WriteEmptyMember();
        HasMembers = true;
    }

    protected abstract void WriteEmptyMember();
}
