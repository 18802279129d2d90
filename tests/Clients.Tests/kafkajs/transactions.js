const { connect, check, run } = require('./client')

const topic = 'kafkajs-transactions'
const groupId = 'kafkajs-transactions'
const transactionalId = 'kafkajs-transactions'
const sizeOf = 10

const begin = async kafka => {
  const producer = kafka.producer({ transactionalId, idempotent: true, maxInFlightRequests: 1 })
  await producer.connect()
  return producer
}

const send = (transaction, name) =>
  transaction.send({ topic, messages: Array.from({ length: sizeOf }, (_, i) => ({ partition: i % 2, value: `${name}-${i}` })) })

// Reads until the last committed record of both partitions has come.
const read = async (kafka, readUncommitted) => {
  const consumer = kafka.consumer({ groupId: `${groupId}-${readUncommitted}`, readUncommitted, maxWaitTimeInMs: 100 })
  const values = [[], []]
  await consumer.connect()
  await consumer.subscribe({ topic, fromBeginning: true })
  await new Promise(resolve =>
    consumer.run({
      eachMessage: async ({ partition, message }) => {
        values[partition].push(message.value.toString())
        if (values.every((of, index) => of.includes(`last-${sizeOf - 2 + index}`))) resolve()
      },
    })
  )
  await consumer.disconnect()
  return values
}

const expected = (partition, ...names) =>
  names.flatMap(name => Array.from({ length: sizeOf }, (_, i) => i).filter(i => i % 2 === partition).map(i => `${name}-${i}`))

run(async () => {
  const kafka = connect()
  const admin = kafka.admin()
  await admin.connect()
  await admin.createTopics({ topics: [{ topic, numPartitions: 2 }] })
  const committedOffset = async () => (await admin.fetchOffsets({ groupId, topics: [topic] }))[0].partitions.find(of => of.partition === 0)
  const offsets = offset => ({ consumerGroupId: groupId, topics: [{ topic, partitions: [{ partition: 0, offset }] }] })

  const producer = await begin(kafka)
  const first = await producer.transaction()
  await send(first, 'first')
  await first.commit()

  const aborted = await producer.transaction()
  await send(aborted, 'aborted')
  await aborted.sendOffsets(offsets('3'))
  await aborted.abort()
  check('offsets of an aborted transaction never were', (await committedOffset()).offset === '-1', await committedOffset())

  const second = await producer.transaction()
  await send(second, 'second')
  await second.sendOffsets(offsets('7'))
  await second.commit()
  check('offsets are committed with their transaction', (await committedOffset()).offset === '7', await committedOffset())

  const zombies = await producer.transaction()
  await send(zombies, 'zombie')
  const successor = await begin(kafka)
  const last = await successor.transaction()
  await send(last, 'last')
  await last.commit()
  const refusal = await zombies.commit().then(() => null, error => error)
  check('a zombie commits nothing', /fenced|epoch|PRODUCER/i.test(`${refusal?.type} ${refusal?.message}`), `${refusal}`)

  const committed = await read(kafka, false)
  const all = await read(kafka, true)
  for (const partition of [0, 1]) {
    check('committed records, in order', `${committed[partition]}` === `${expected(partition, 'first', 'second', 'last')}`, committed)
    check('all records, in order', `${all[partition]}` === `${expected(partition, 'first', 'aborted', 'second', 'zombie', 'last')}`, all)
  }

  await producer.disconnect()
  await successor.disconnect()
  await admin.disconnect()
})
