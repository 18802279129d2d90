namespace Levada.Log;

public enum FileOpenMode
{
    /// <summary>The file must exist.</summary>
    Existing,

    /// <summary>Opened if it exists, created empty if not.</summary>
    OpenOrCreate,

    /// <summary>Created empty; an existing file loses its content.</summary>
    CreateOrTruncate,
}
