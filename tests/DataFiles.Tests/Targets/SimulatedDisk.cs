using System.Collections.Immutable;
using System.Text;
using Levada.DataFiles.Targets;

namespace Levada.DataFiles.Tests.Targets;

/// <summary>A disk in memory that can lose its power: what was not synchronised may or may not have reached it.</summary>
/// <param name="canExchange">Whether it exchanges two entries in one step.</param>
internal sealed class SimulatedDisk(bool canExchange) : IDisk
{
    private readonly Node _root = new(true);
    private readonly List<Change> _changes = [];
    private readonly HashSet<string> _locks = [];

    public bool CanExchange => canExchange;

    public EntryKind KindOf(string path) => Find(path) switch
    {
        null => EntryKind.Missing,
        { IsDirectory: true } => EntryKind.Directory,
        _ => EntryKind.File,
    };

    public FileIdentity? IdentityOf(string path) => Find(path) is { } node ? new FileIdentity(1, node.Inode) : null;

    public bool IsOwn(string path) => true;

    public string FollowLink(string path) => path;

    public ImmutableArray<string> List(string path) => [.. Directory(path).Children.Keys];

    public void CreateDirectory(string path, bool isPrivate)
    {
        if (KindOf(path) == EntryKind.Directory)
            return;
        Apply(new Change(Parent(path), Path.GetFileName(path), null, new Node(true)));
    }

    public IDiskFile Create(string path)
    {
        if (Find(path) is not { } node)
        {
            node = new Node(false);
            Apply(new Change(Parent(path), Path.GetFileName(path), null, node));
        }

        node.Content.SetLength(0);
        return new OpenFile(node);
    }

    public IDiskFile Reopen(string path, long? byteCount)
    {
        var node = Find(path) ?? throw new IOException($"{path} is missing.");
        if (node.Content.Length < byteCount)
            throw new IOException($"{path} is shorter.");
        node.Content.SetLength(byteCount ?? node.Content.Length);
        return new OpenFile(node);
    }

    public Stream OpenRead(string path) => new MemoryStream((Find(path) ?? throw new IOException($"{path} is missing.")).Content.ToArray());

    public Stream OpenScratch(string path) => new MemoryStream();

    public void Rename(string from, string to)
    {
        if (Find(to) is not null)
            throw new IOException($"{to} exists.");
        Overwrite(from, to);
    }

    public void Overwrite(string from, string to)
    {
        var node = Find(from) ?? throw new IOException($"{from} is missing.");
        Apply(new Change(Parent(to), Path.GetFileName(to), Find(to), node, Parent(from), Path.GetFileName(from)));
    }

    public bool TryExchange(string first, string second)
    {
        if (!canExchange)
            return false;
        var one = Find(first) ?? throw new IOException($"{first} is missing.");
        var other = Find(second) ?? throw new IOException($"{second} is missing.");
        Apply(new Change(Parent(second), Path.GetFileName(second), other, one, Parent(first), Path.GetFileName(first), IsExchange: true));
        return true;
    }

    public void SyncDirectory(string path)
    {
        var directory = Directory(path);
        foreach (var change in _changes.Where(change => change.Touches(directory)))
            change.IsDurable = true;
    }

    public void DeleteFile(string path)
    {
        if (Find(path) is { } node)
            Apply(new Change(Parent(path), Path.GetFileName(path), node, null));
    }

    public void DeleteDirectory(string path)
    {
        if (Directory(path).Children.Count > 0)
            throw new IOException($"{path} is not empty.");
        Apply(new Change(Parent(path), Path.GetFileName(path), Find(path), null));
    }

    public IDisposable? TryLock(string path, ref string holder) => _locks.Add(path) ? new Held(() => _locks.Remove(path)) : null;

    /// <summary>Makes all that was done so far last.</summary>
    public void Settle()
    {
        foreach (var change in _changes)
            change.IsDurable = true;
        foreach (var node in _root.All())
            node.Sync();
    }

    /// <summary>The disk as it comes back after its power was lost.</summary>
    /// <param name="random">Decides what of the rest reached it.</param>
    /// <param name="isOrdered">Whether it keeps changes of names in their order, as file systems with a journal do.</param>
    public SimulatedDisk LosePower(Random random, bool isOrdered)
    {
        var kept = isOrdered ? KeptInOrder(random) : _changes.Where(change => change.IsDurable || random.Next(2) == 0);
        var after = new SimulatedDisk(canExchange);
        var twins = new Dictionary<Node, Node> { [_root] = after._root };
        foreach (var change in kept)
            change.Replay(node => Twin(twins, node, random));
        return after;
    }

    /// <summary>Every file and directory below a path, as <c>name=content</c> or <c>name/</c>.</summary>
    public string Dump(string path)
    {
        var text = new StringBuilder();
        if (Find(path) is { } node)
            node.Dump("", text);
        return text.ToString();
    }

    private IEnumerable<Change> KeptInOrder(Random random)
    {
        var durable = _changes.FindLastIndex(change => change.IsDurable) + 1;
        return _changes.Take(random.Next(durable, _changes.Count + 1));
    }

    private static Node Twin(Dictionary<Node, Node> twins, Node node, Random random)
    {
        if (!twins.TryGetValue(node, out var twin))
            twins[node] = twin = node.AfterPowerLoss(random);
        return twin;
    }

    private void Apply(Change change)
    {
        change.Replay(node => node);
        _changes.Add(change);
    }

    private Node? Find(string path)
    {
        Node? node = _root;
        foreach (var name in path.Split('/', StringSplitOptions.RemoveEmptyEntries))
            node = node?.Children.GetValueOrDefault(name);
        return node;
    }

    private Node Directory(string path) =>
        Find(path) is { IsDirectory: true } node ? node : throw new IOException($"{path} is no directory.");

    private Node Parent(string path) => Directory(Path.GetDirectoryName(path)!);

    private sealed class Node(bool isDirectory)
    {
        private static ulong s_lastInode;

        private byte[] _synced = [];

        public bool IsDirectory => isDirectory;

        public ulong Inode { get; private init; } = Interlocked.Increment(ref s_lastInode);

        public SortedDictionary<string, Node> Children { get; } = new(StringComparer.Ordinal);

        public MemoryStream Content { get; } = new();

        public void Sync() => _synced = Content.ToArray();

        public IEnumerable<Node> All() => Children.Values.SelectMany(child => child.All()).Prepend(this);

        public Node AfterPowerLoss(Random random)
        {
            var twin = new Node(isDirectory) { Inode = Inode };
            var content = Content.ToArray();
            var written = content.AsSpan().StartsWith(_synced) ? random.Next(_synced.Length, content.Length + 1) : random.Next(0, content.Length + 1);
            twin.Content.Write(content.AsSpan().StartsWith(_synced) || random.Next(2) == 0 ? content.AsSpan(0, written) : _synced);
            twin.Sync();
            return twin;
        }

        public void Dump(string path, StringBuilder text)
        {
            text.Append(path).Append(isDirectory ? "/\n" : $"={Convert.ToHexString(Content.ToArray())}\n");
            foreach (var (name, child) in Children)
                child.Dump($"{path}/{name}", text);
        }
    }

    /// <summary>A change of one name, or of two when <paramref name="FromParent"/> is given.</summary>
    private sealed record Change(
        Node Parent, string Name, Node? Before, Node? After, Node? FromParent = null, string FromName = "", bool IsExchange = false)
    {
        public bool IsDurable { get; set; }

        public bool Touches(Node directory) => ReferenceEquals(Parent, directory) || ReferenceEquals(FromParent, directory);

        /// <summary>Does it where things still are as they were then; else something it builds on was lost, and so is this.</summary>
        public void Replay(Func<Node, Node> twin)
        {
            var children = twin(Parent).Children;
            var before = Before is null ? null : twin(Before);
            var after = After is null ? null : twin(After);
            var from = FromParent is null ? null : twin(FromParent).Children;
            if (from is not null && !ReferenceEquals(from.GetValueOrDefault(FromName), after))
                return;
            if (from is not null && IsExchange && before is not null)
                from[FromName] = before;
            else
                from?.Remove(FromName);
            if (after is null)
                children.Remove(Name);
            else
                children[Name] = after;
        }
    }

    private sealed class OpenFile(Node node) : IDiskFile
    {
        public long Length => node.Content.Length;

        public void Write(ReadOnlySpan<byte> bytes)
        {
            node.Content.Position = node.Content.Length;
            node.Content.Write(bytes);
        }

        public void Sync() => node.Sync();

        public void Dispose()
        {
        }
    }

    private sealed class Held(Action release) : IDisposable
    {
        public void Dispose() => release();
    }
}
