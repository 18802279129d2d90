using System.Collections.Immutable;

namespace Levada.DataFiles.Targets;

/// <summary>The steps of which staging and commits are made. Each is one call of the system, so that a test can stop between any two.</summary>
/// <remarks>Failures are <see cref="IOException"/> or <see cref="UnauthorizedAccessException"/>. Safe for several threads on different paths.</remarks>
internal interface IDisk
{
    EntryKind KindOf(string path);

    /// <summary>Null where the system does not tell, or there is no such entry.</summary>
    FileIdentity? IdentityOf(string path);

    /// <summary>Whether the entry belongs to the user that this process acts for; true where the system does not tell.</summary>
    bool IsOwn(string path);

    /// <summary>The path that a link leads to in the end; the path itself when it names no link.</summary>
    string FollowLink(string path);

    /// <summary>The names in a directory, in ordinal order.</summary>
    ImmutableArray<string> List(string path);

    /// <summary>Creates one directory in an existing one; it is no error that it exists.</summary>
    /// <param name="isPrivate">Whether other users are kept out.</param>
    void CreateDirectory(string path, bool isPrivate);

    /// <summary>Creates a file, or empties the one there is.</summary>
    IDiskFile Create(string path);

    /// <summary>Opens an existing file cut to a length; null: at its end.</summary>
    /// <exception cref="IOException">Also when it is shorter.</exception>
    IDiskFile Reopen(string path, long? byteCount);

    Stream OpenRead(string path);

    /// <summary>Opens a new file to write and read, which goes away when it is closed.</summary>
    Stream OpenScratch(string path);

    /// <summary>Gives a file or directory another name in the same file system.</summary>
    /// <exception cref="IOException">Also when that name is taken.</exception>
    void Rename(string from, string to);

    /// <summary>Gives a file the name of another one, which goes away, in one step.</summary>
    void Overwrite(string from, string to);

    /// <summary>Exchanges two entries in one step; false, and nothing done, where the file system cannot.</summary>
    bool TryExchange(string first, string second);

    /// <summary>Makes names created, changed and removed in a directory last over a loss of power.</summary>
    void SyncDirectory(string path);

    void DeleteFile(string path);

    /// <summary>Deletes an empty directory.</summary>
    void DeleteDirectory(string path);

    /// <summary>Takes the lock that a path stands for, until disposal or the end of this process; null when another holds it.</summary>
    /// <param name="path">A file that exists only while the lock is held.</param>
    /// <param name="holder">Who takes it, for the message to those who come later; or, when refused, who holds it.</param>
    IDisposable? TryLock(string path, ref string holder);
}
