const { connect, check, run } = require('./client')

const topic = 'kafkajs-group'
const groupId = 'kafkajs-group'
const partitionCount = 6
const recordCount = 600

// A member that tells its partitions each time the group settles, and everything it reads.
const join = async (kafka, onSettled, onRecord) => {
  const consumer = kafka.consumer({ groupId, sessionTimeout: 60000, heartbeatInterval: 200, maxWaitTimeInMs: 100 })
  consumer.on(consumer.events.GROUP_JOIN, event => onSettled(event.payload.memberAssignment[topic] || []))
  await consumer.connect()
  await consumer.subscribe({ topic, fromBeginning: true })
  await consumer.run({ eachMessage: async ({ partition, message }) => onRecord(partition, message) })
  return consumer
}

// Waits for a condition over what events have told.
const watcher = () => {
  const waits = []
  return {
    until: condition => new Promise(resolve => (condition() ? resolve() : waits.push({ condition, resolve }))),
    changed: () => waits.forEach(wait => wait.condition() && wait.resolve()),
  }
}

run(async () => {
  const kafka = connect()
  const admin = kafka.admin()
  await admin.connect()
  await admin.createTopics({ topics: [{ topic, numPartitions: partitionCount }] })

  const watch = watcher()
  const held = {}
  const seen = new Map()
  const settle = name => partitions => {
    held[name] = partitions
    watch.changed()
  }
  const record = (partition, message) => {
    seen.set(`${partition}-${message.offset}`, message.value.toString())
    watch.changed()
  }

  const first = await join(kafka, settle('first'), record)
  await watch.until(() => held.first?.length === partitionCount)
  const second = await join(kafka, settle('second'), record)
  await watch.until(() => held.first?.length === 3 && held.second?.length === 3)
  check('every partition has one owner', new Set([...held.first, ...held.second]).size === partitionCount, held)

  const producer = kafka.producer()
  await producer.connect()
  await producer.send({ topic, messages: Array.from({ length: recordCount }, (_, i) => ({ key: `k${i}`, value: `v${i}` })) })
  await watch.until(() => seen.size === recordCount)
  check('every record came', new Set(seen.values()).size === recordCount, seen.size)

  const described = await admin.describeGroups([groupId])
  check('two members', described.groups[0].members.length === 2 && described.groups[0].state === 'Stable', described)

  await second.disconnect()
  await watch.until(() => held.first?.length === partitionCount)
  await first.disconnect()

  const [offsets] = await admin.fetchOffsets({ groupId, topics: [topic] })
  const committed = offsets.partitions.reduce((sum, p) => sum + Math.max(0, Number(p.offset)), 0)
  check('all of it was committed', committed === recordCount, offsets)
  await producer.disconnect()
  await admin.disconnect()
})
